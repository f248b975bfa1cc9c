import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lintel, type Outcome } from '../../testing/lintel';
import { colourFolder, temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const CLASSES = ['blue', 'green', 'red'];
const train = (data: string, out: string, ...more: string[]): Promise<Outcome> =>
  lintel({ cacheDir }, 'train', '--data', data, '--out', join(folder, out), '--epochs', '1', '--json', ...more);

/** The part of each picture of a trained model. */
async function partsOf(out: string): Promise<Record<string, string>> {
  const { pictures } = JSON.parse(await readFile(join(folder, out, 'pictures.json'), 'utf8')) as {
    pictures: { path: string; part: string }[];
  };
  return Object.fromEntries(pictures.map(({ path, part }) => [path, part]));
}

/** The groups that have pictures in more than one part. */
function torn(parts: Record<string, string>, groupOf: (path: string) => string): string[] {
  const seen = new Map<string, Set<string>>();
  for (const [path, part] of Object.entries(parts)) {
    seen.set(groupOf(path), (seen.get(groupOf(path)) ?? new Set()).add(part));
  }
  return [...seen].filter(([, own]) => own.size > 1).map(([group]) => group);
}

const numberOf = (path: string): number => Number(/(\d+)\.png$/.exec(path)![1]);
const lotOf = (path: string): string => `${path.split('/')[0]} ${Math.floor(numberOf(path) / 4)}`;

/** One row for each picture: its lot of four, and its time, the newest first. */
async function withTable(name: string): Promise<string> {
  const data = colourFolder(join(folder, name), 24);
  const files = CLASSES.flatMap((colour) =>
    Array.from({ length: 24 }, (_, at) => `${colour}/${String(at).padStart(3, '0')}.png`),
  );
  const rows = files.map((file) => `${file},${lotOf(file)},2026-04-${String(30 - numberOf(file)).padStart(2, '0')}`);
  await writeFile(join(data, 'labels.csv'), `file,lot,taken\n${rows.join('\n')}\n`);
  return data;
}

describe('pictures of one group', () => {
  it('stay on one side of the split if a table names the groups', async () => {
    const data = await withTable('lots');
    const { json, stderr } = await train(data, 'by-lot', '--group', 'lot');
    expect(json).toMatchObject({
      splitBy: 'group',
      findings: { groups: { source: 'table', name: 'lot', groups: 18 } },
    });
    expect(stderr).toContain('Split: by group');
    expect(torn(await partsOf('by-lot'), lotOf)).toEqual([]);

    // The pictures that the model has not seen are few lots, so they tell less than as many pictures of their own.
    const measure = ['evaluate', '--model', join(folder, 'by-lot'), '--data', data, '--json'];
    const byLot = await lintel({ cacheDir }, ...measure, '--group', 'lot');
    const single = await lintel({ cacheDir }, ...measure);
    expect(byLot.json).toMatchObject({ part: 'all', accuracy: single.json['accuracy'] });
    const widthOf = ({ json }: Outcome): number => {
      const { low, high } = json['accuracyInterval'] as { low: number; high: number };
      return high - low;
    };
    expect(widthOf(byLot)).toBeGreaterThan(widthOf(single));

    // The same pictures at random: the test can fail.
    expect((await train(data, 'at-random')).json).toMatchObject({ splitBy: 'random', findings: { groups: null } });
    expect(torn(await partsOf('at-random'), lotOf)).not.toEqual([]);
  });

  it('stay together if the file names name them, without being asked, or by a pattern', async () => {
    const data = colourFolder(join(folder, 'named'), 24);
    for (const colour of CLASSES) {
      for (const name of await readdir(join(data, colour))) {
        const number = numberOf(name);
        await rename(
          join(data, colour, name),
          join(data, colour, `patient${Math.floor(number / 4)}_view${number}.png`),
        );
      }
    }
    const patientOf = (path: string): string => /patient\d+/.exec(path)![0];
    const { json, stderr } = await train(data, 'by-patient');
    expect(json).toMatchObject({ splitBy: 'group', findings: { groups: { source: 'file-names', name: 'patient' } } });
    expect(stderr).toContain('6 groups by "patient" in the file names');
    expect(torn(await partsOf('by-patient'), patientOf)).toEqual([]);

    const byPattern = await train(data, 'by-pattern', '--group-pattern', '(patient\\d+)_');
    expect(byPattern.json).toMatchObject({ findings: { groups: { source: 'pattern', groups: 6 } } });
    expect(torn(await partsOf('by-pattern'), patientOf)).toEqual([]);
  });
});

describe('pictures with times', () => {
  it('are tested on the newest ones', async () => {
    const data = await withTable('times');
    expect((await train(data, 'by-time', '--time', 'taken')).json).toMatchObject({ splitBy: 'time' });
    const ages = (wanted: string, parts: Record<string, string>): number[] =>
      Object.entries(parts).flatMap(([path, part]) => (part === wanted ? [numberOf(path)] : []));
    const parts = await partsOf('by-time');
    expect(Math.max(...ages('test', parts))).toBeLessThan(Math.min(...ages('train', parts)));
  });
});

describe('groups that cannot be read', () => {
  it('are refused before training, each with a cure', async () => {
    const data = await withTable('wrong');
    const bare = colourFolder(join(folder, 'bare'), 12);
    await mkdir(join(folder, 'tables'));
    const other = join(folder, 'tables', 'other.csv');
    await writeFile(other, 'file,lot\nnowhere.png,1\n');
    const wrong = [
      [bare, '--group', 'lot'],
      [data, '--group', 'batch'],
      [data, '--group-pattern', 'tile(\\d+)'],
      [data, '--group-pattern', '('],
      [data, '--table', other, '--group', 'lot'],
    ] as const;
    const problems: string[] = [];
    for (const [from, ...options] of wrong) {
      problems.push(((await train(from, 'none', ...options)).json['error'] as { problem: string }).problem);
    }
    expect(problems).toEqual([
      'There is no table about the pictures, so there is no column "lot".',
      `${join(data, 'labels.csv')} has no column "batch".`,
      'The pattern for groups fits no file name.',
      'The pattern for groups is not a regular expression.',
      `${other} names none of the pictures.`,
    ]);
    expect(await readdir(folder)).not.toContain('none');
  });
});
