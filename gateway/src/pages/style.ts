/** The style sheet of the pages, written into each of them: light and dark, wide and narrow, and nothing to load. */
export const css = `
:root {
  color-scheme: light dark;
  --paper: #faf8f4; --card: #ffffff; --ink: #22262e; --soft: #5b6472; --line: #e2ddd3; --accent: #1f5f8b; --code: #f1ede4;
  --orders: #b84f2b; --catalog: #24795a; --cart: #94690f; --analytics: #3a6db5; --events: #8657a6; --other: #6b7482;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181d; --card: #1d2127; --ink: #e8e6e1; --soft: #a3abb8; --line: #313740; --accent: #7db8e8; --code: #252a32; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, 'Segoe UI', Roboto, Arial, sans-serif; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(2rem, 6vw, 3.2rem); margin: 0 0 1rem; letter-spacing: -0.02em; }
h2 { font-size: 1.4rem; margin: 3rem 0 1rem; }
h3 { font-size: 1.05rem; margin: 0; }
code, pre, .field { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.9em; }
code { background: var(--code); border-radius: 4px; padding: 0.1em 0.35em; overflow-wrap: anywhere; }
pre { background: var(--code); border-radius: 10px; padding: 1rem; margin: 0; overflow-x: auto; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: 0.5rem 1rem; z-index: 1; }
.top, main { max-width: 68rem; margin: 0 auto; padding: 1.25rem clamp(1rem, 4vw, 2.5rem); }
.top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1.5rem; }
.brand { display: inline-flex; align-items: center; gap: 0.6rem; color: inherit; font-weight: 650; text-decoration: none; font-size: 1.1rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
nav a { color: var(--soft); text-decoration: none; }
nav a:hover, nav a[aria-current] { color: var(--ink); text-decoration: underline; }
main { padding-bottom: 5rem; }
.lead { color: var(--soft); font-size: 1.15rem; max-width: 42rem; margin: 0 0 1.75rem; }
.soft { color: var(--soft); }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 0; padding: 0; list-style: none; }
.button { display: inline-block; border: 1px solid var(--line); border-radius: 10px; background: var(--card); color: var(--ink); padding: 0.65rem 1.1rem; text-decoration: none; font-weight: 550; }
.button:hover { border-color: var(--accent); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11.5rem), 1fr)); gap: 0.9rem; margin: 0; padding: 0; list-style: none; }
.card { background: var(--card); border: 1px solid var(--line); border-top: 6px solid var(--tile); border-radius: 10px; padding: 1rem; }
.card p { margin: 0.35rem 0 0; font-size: 0.92rem; color: var(--soft); }
.hero { padding-top: clamp(1rem, 6vw, 4rem); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.45rem 0.6rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
td code { white-space: nowrap; }
.matrix td, .matrix th + th { text-align: center; }
.matrix th, .matrix td { vertical-align: middle; }
.matrix .dot { display: inline-grid; place-items: center; min-width: 2rem; height: 2rem; border-radius: 8px; background: var(--tile); color: #fff; font-weight: 650; font-size: 0.85rem; }
.matrix .ref { display: inline-block; width: 0.6rem; height: 0.6rem; border-radius: 3px; border: 2px solid var(--tile); }
.mark { display: inline-flex; align-items: center; gap: 0.4em; font-size: 0.85rem; color: var(--soft); white-space: nowrap; }
.mark::before { content: ''; width: 0.8em; height: 0.8em; border-radius: 3px; background: var(--tile); flex: none; }
.marks { display: inline-flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; }
.type { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0 0 0.9rem; overflow: hidden; }
.type > summary, .type > .head { padding: 0.8rem 1rem; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 1rem; justify-content: space-between; }
.type > summary { cursor: pointer; }
.type > summary h3 { display: inline; }
.type > p, .inside > p { margin: 0; padding: 0 1rem 0.8rem; color: var(--soft); font-size: 0.92rem; }
.inside { scroll-margin-top: 4rem; }
.fields { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.fields li { border-inline-start: 6px solid var(--tile); padding: 0.55rem 0.9rem; display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; justify-content: space-between; }
.fields li + li { border-top: 1px solid var(--line); }
.field { overflow-wrap: anywhere; }
.field a { text-decoration: none; }
.field a:hover { text-decoration: underline; }
.fields p { margin: 0; flex-basis: 100%; font-size: 0.88rem; color: var(--soft); }
.tile-orders { --tile: var(--orders); } .tile-catalog { --tile: var(--catalog); } .tile-cart { --tile: var(--cart); }
.tile-analytics { --tile: var(--analytics); } .tile-events { --tile: var(--events); } .tile-other { --tile: var(--other); }
`;
