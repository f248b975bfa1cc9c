import { createRandom } from '@lintel/contracts';
import { type Table, tableOfRecords } from '../../../tables/table';

/** Hourly rows of a machine whose load has a daily rhythm and follows the heat of three hours before. */
export function sensorRows(rows: number, seed: number, from = Date.UTC(2026, 0, 5)) {
  const random = createRandom(seed, 'sensors');
  const heats: number[] = [];
  return Array.from({ length: rows }, (_, at) => {
    heats.push(0.8 * (heats.at(-1) ?? 0) + random.normal());
    const load = 20 + 5 * Math.sin((2 * Math.PI * at) / 24) + 2 * (heats[at - 3] ?? 0) + 0.3 * random.normal();
    const time = new Date(from + at * 3_600_000).toISOString();
    return { time, heat: Number(heats[at]!.toFixed(3)), load: Number(load.toFixed(3)) };
  });
}

export const sensorTable = (rows: number, seed: number): Table => tableOfRecords(sensorRows(rows, seed));
