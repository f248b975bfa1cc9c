import { join, relative } from 'node:path';
import { type App } from './app';
import { type Database } from './database';
import { type Kafka } from './kafka';
import { type RunOptions } from './run-options';

/** Shows the addresses to a person, and to a second `npm start`. */
export function announce(
  { dataDir, steps, describe }: RunOptions,
  apps: readonly App[],
  database: Database,
  kafka: Kafka | undefined,
): void {
  const near = (path: string): string => {
    const shown = relative(process.env['INIT_CWD'] ?? process.cwd(), path);
    return shown === '' || shown.startsWith('..') ? path : shown;
  };
  const rows = [
    ...apps.flatMap(({ vertical, url }) => [
      [vertical.title, url],
      ['  its API', `${url}/docs`],
    ]),
    ['Database', near(database.place)],
    ...(kafka === undefined ? [] : [['Kafka', kafka.brokers]]),
    ['Logs', near(join(dataDir, 'logs'))],
  ];
  const width = Math.max(...rows.map(([label = '']) => label.length));
  steps.say(`\n${rows.map(([label = '', value]) => `  ${label.padEnd(width)}  ${value}`).join('\n')}`);
  steps.say('\n  Ctrl-C stops everything.\n');
  describe(`serving ${apps.map(({ url }) => url).join(', ')}`);
}
