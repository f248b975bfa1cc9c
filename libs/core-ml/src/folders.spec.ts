import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Folders of the core, each with those that stand on it and that it therefore must not import. */
const STANDS_BELOW: Readonly<Record<string, readonly string[]>> = {
  numbers: ['engine', 'tables', 'evaluation', 'drift', 'trees', 'inference', 'serving', 'tasks', 'training'],
  recipe: ['models', 'training', 'tasks', 'export', 'inference', 'serving'],
  models: ['training', 'tasks', 'export', 'inference', 'serving', 'promotion'],
  tables: ['trees', 'linear', 'mlp', 'scorecard', 'drift', 'tasks', 'tasks/training', 'training', 'serving'],
  trees: ['tasks', 'tasks/training', 'training', 'serving'],
  evaluation: ['drift', 'training', 'serving', 'inference', 'tasks', 'tasks/training'],
  training: ['transfer', 'tasks', 'tasks/training', 'promotion', 'serving'],
  transfer: ['tasks', 'tasks/training', 'promotion', 'serving'],
  export: ['training', 'tasks', 'inference', 'serving', 'promotion', 'transfer'],
  inference: ['serving', 'tasks', 'promotion', 'training', 'transfer'],
  tasks: ['serving'],
};

/** All imports between folders. Tests and what only they use do not count. */
function importsIn(root: string): { from: string; to: string; line: string }[] {
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = join(relative(root, entry.parentPath), entry.name);
    if (!file.endsWith('.ts') || /\.spec\.ts$|(^|\/)testing\//.test(file) || !file.includes('/')) return [];
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(([, target = '']) => ({
      from: folderOf(file),
      to: folderOf(join(dirname(file), target)),
      line: `${file} imports ${target}`,
    }));
  });
}

/** The training half of a task counts by itself. */
function folderOf(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'tasks' && parts[2] === 'training' ? 'tasks/training' : parts[0]!;
}

describe('the folders of the core', () => {
  const imports = importsIn(__dirname);

  it.each(Object.entries(STANDS_BELOW))('form a pipeline: %s imports nothing that stands on it', (folder, above) => {
    expect(imports.filter(({ from, to }) => from === folder && above.includes(to)).map(({ line }) => line)).toEqual([]);
  });

  it('are read from their imports, so the list above can fail', () => {
    expect(imports.some(({ from, to }) => from === 'serving' && to === 'inference')).toBe(true);
    const folders = new Set(imports.map(({ from }) => from));
    expect(Object.keys(STANDS_BELOW).filter((folder) => folder !== 'numbers' && !folders.has(folder))).toEqual([]);
  });
});
