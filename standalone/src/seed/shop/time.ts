export const dayMs = 86_400_000;

export function daysBefore(until: Date, days: number): Date {
  return new Date(until.getTime() - days * dayMs);
}

export function hoursAfter(date: Date, hours: number): Date {
  return new Date(date.getTime() + Math.round(hours * 3_600_000));
}
