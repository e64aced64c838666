/** `npm run subgraph NAME`: starts one subgraph as a process of its own. */
const names = ['orders', 'catalog', 'cart', 'analytics', 'events'];
const [name, ...others] = process.argv.slice(2);

if (name === undefined || !names.includes(name) || others.length > 0) {
  console.error(
    `npm run subgraph takes one name, which must be one of ${names.join(', ')}; got ${JSON.stringify(process.argv.slice(2))}.`,
  );
  process.exit(1);
}
await import(`./${name}/src/main.ts`);
