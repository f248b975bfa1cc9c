import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backboneFolder } from '@lintel/backbones';
import { BackboneStore, makeBackbone } from '@lintel/core-ml';
import { tinyPlan, tinyTorchFile } from '@lintel/core-ml/testing/tiny-network';
import { lintel } from './testing/lintel';
import { type Colour, colourFolder, pngOf, temporaryFolder } from './testing/picture-folder';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const pageOf = (name: string): string => readFileSync(join(__dirname, '../../../docs', name), 'utf8');

beforeAll(async () => {
  const plan = tinyPlan();
  const tiny = makeBackbone(plan, tinyTorchFile(plan), { licence: 'none', source: 'a test' });
  // A small network in the place of the one that the page names, so that no download is needed.
  const named = { ...tiny, manifest: { ...tiny.manifest, name: 'efficientnet-lite0' } };
  await new BackboneStore(backboneFolder({ LINTEL_CACHE_DIR: cacheDir })).add(named);
});

/** Runs the first block of commands in a text; words that begin with one of the names are paths. */
async function runCommands(text: string, names: RegExp): Promise<void> {
  const block = /```sh\n([^`]*)```/.exec(text)![1]!;
  const commands = block.trim().split('\n');
  expect(commands).toHaveLength(3);
  for (const command of commands) {
    const words = command.replace('npx lintel ', '').split(' ');
    const args = words.map((word) => (names.test(word) ? join(folder, word) : word));
    const { exitCode, stderr, stdout } = await lintel({ cacheDir }, ...args);
    expect([command, exitCode, exitCode === 0 ? '' : stderr]).toEqual([command, 0, '']);
    expect(stdout).not.toBe('');
  }
}

it('every command of docs/embedding.md works as it is written', async () => {
  colourFolder(join(folder, 'pictures'), 12);
  await runCommands(pageOf('embedding.md'), /^(pictures|model)(\/|$)/);
});

it('every command of docs/texts.md works as it is written', async () => {
  const queues = [
    ['billing', 'refund of the invoice'],
    ['delivery', 'parcel and courier'],
  ] as const;
  const rows = Array.from({ length: 60 }, (_, at) => {
    const [queue, words] = queues[at % 2]!;
    return `Ticket ${at},"About the ${words}, please.",${queue}`;
  });
  for (const name of ['tickets.csv', 'new-tickets.csv']) {
    writeFileSync(join(folder, name), ['subject,body,queue', ...rows].join('\n'));
  }
  writeFileSync(join(folder, 'letter.txt'), 'Where is my parcel?');
  await runCommands(pageOf('texts.md'), /^(tickets(\.csv)?|new-tickets\.csv|letter\.txt)$/);
});

it('the commands of docs/backbones.md for pictures with several labels work as they are written', async () => {
  const section = pageOf('backbones.md').split('## Pictures with several labels')[1]!;
  const [header, ...rows] = /```csv\n([^`]*)```/.exec(section)![1]!.trim().split('\n');
  const street = join(folder, 'street');
  mkdirSync(street);
  const sets = rows.map((row) => row.split(',')[1]!);
  const list = Array.from({ length: 48 }, (_, at) => {
    const file = `${String(at + 1).padStart(3, '0')}.png`;
    const own = sets[at % sets.length]!;
    const colour = ['car', 'person', 'bicycle'].map((name) => (own.includes(name) ? 180 : 20) + (at % 50));
    writeFileSync(join(street, file), pngOf(colour as unknown as Colour));
    return `${file},${own}`;
  });
  writeFileSync(join(street, 'labels.csv'), [header, ...list].join('\n'));
  await runCommands(section, /^(street|tags)(\/|$)/);
});

it('every command of docs/recommendation.md works as it is written', async () => {
  const users = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, user) =>
      [0, 1, 2, 3, 4].map(
        (step) => `${name}${user},${user % 2}-${(user + step) % 8},2026-03-0${step + 1}T10:00:00Z,view`,
      ),
    ).flat();
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(folder, name), ['user,item,timestamp,event', ...lines].join('\n'));
  write('views.csv', users('a', 60));
  write('other-users.csv', users('b', 20));
  write('basket.csv', users('c', 1));
  await runCommands(pageOf('recommendation.md'), /^(views|other-users|basket)\.csv$|^models\//);
});

it('every command of docs/series.md works as it is written', async () => {
  const hours = (from: number, count: number): string[] =>
    Array.from({ length: count }, (_, at) => {
      const time = new Date(Date.UTC(2026, 0, 5) + (from + at) * 900_000).toISOString();
      return [time, 60 + (at % 7), 20 + 5 * Math.sin((from + at) / 15), at % 11].join(',');
    });
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(folder, name), ['time,heat,load,speed', ...lines].join('\n'));
  write('plant.csv', hours(0, 900));
  write('later.csv', hours(900, 300));
  write('newest.csv', hours(1_200, 700));
  await runCommands(pageOf('series.md'), /^(plant|later|newest)\.csv$|^models\//);
});

it('every command of docs/anomalies.md works as it is written', async () => {
  const minutes = (from: number, count: number): string[] =>
    Array.from({ length: count }, (_, at) => {
      const row = from + at;
      const fault = row > 100 && row % 170 < 6;
      const time = new Date(Date.UTC(2026, 2, 1) + row * 300_000).toISOString();
      return [time, 40 + 2 * Math.sin(row / 9) - (fault ? 20 : 0), 60 + (row % 7), Number(fault)].join(',');
    });
  const write = (name: string, lines: readonly string[]): void =>
    writeFileSync(join(folder, name), ['time,flow,heat,fault', ...lines].join('\n'));
  write('pump.csv', minutes(0, 900));
  write('later.csv', minutes(900, 400));
  write('newest.csv', minutes(1_300, 700));
  await runCommands(pageOf('anomalies.md'), /^(pump|later|newest)\.csv$|^models\//);
});
