import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The folder that a file counts to. All serving halves of tasks count as one, the training half of each by itself. */
function folderOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] !== 'tasks' || parts.length < 3) return parts[0]!;
  return parts[2] === 'training' ? parts.slice(0, 3).join('/') : 'tasks';
}

/** From a folder to the folders that it imports, each with one file that does. Test programs do not count. */
function importsOf(root: string): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = join(relative(root, entry.parentPath), entry.name);
    if (!/\.ts$/.test(file) || /\.spec\.ts$|(^|\/)testing\//.test(file) || !file.includes('/')) continue;
    const from = folderOf(file);
    for (const [, target = ''] of readFileSync(join(root, file), 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g)) {
      const to = folderOf(join(dirname(file), target));
      if (to !== from) found.set(from, (found.get(from) ?? new Map<string, string>()).set(to, `${file} → ${target}`));
    }
  }
  return found;
}

/** The imports that lead, through others, back to the folder that they start from. */
function importsBackUp(imports: Map<string, Map<string, string>>): string[] {
  const reaches = (from: string, wanted: string, seen = new Set<string>()): boolean =>
    [...(imports.get(from)?.keys() ?? [])].some((next) => {
      if (next === wanted) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, wanted, seen);
    });
  return [...imports].flatMap(([from, targets]) =>
    [...targets].flatMap(([to, example]) => (reaches(to, from) ? [`${from} → ${to}, such as ${example}`] : [])),
  );
}

describe('the folders of the core', () => {
  it('form a pipeline: no import leads back to a folder that stands on this one', () => {
    expect(importsBackUp(importsOf(__dirname))).toEqual([]);
  });

  it('are read from their imports: a circle of three is found', () => {
    const circle = [
      ['models', 'training'],
      ['training', 'export'],
      ['export', 'models'],
    ] as const;
    const imports = new Map(circle.map(([from, to]) => [from, new Map([[to, 'a file']])]));
    expect(importsBackUp(imports)).toHaveLength(3);
    expect(importsOf(__dirname).get('serving')?.has('inference')).toBe(true);
  });
});
