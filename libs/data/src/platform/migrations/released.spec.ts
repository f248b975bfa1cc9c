import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { migrationProblems } from '../../testing/released-migrations';

it('the released migrations of the platform are as they were released', () => {
  expect(migrationProblems(__dirname, { add: process.env['RELEASE_MIGRATIONS'] === '1' })).toEqual([]);
});

describe('a folder of migrations', () => {
  const root = temporaryFolder();
  const folder = join(root, 'migrations');
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const list = (): string[] => Object.keys(JSON.parse(readFileSync(join(folder, 'released.json'), 'utf8')) as object);

  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    write('released.json', '{}');
    write('1797000000000-create.ts', 'CREATE TABLE a');
    migrationProblems(folder, { add: true });
  });

  it('grows by a newer migration', () => {
    write('1797000000001-add.ts', 'ALTER TABLE a');
    expect(migrationProblems(folder)).toEqual([expect.stringContaining('RELEASE_MIGRATIONS=1')]);
    expect(migrationProblems(folder, { add: true })).toEqual([]);
    expect(list()).toEqual(['1797000000000-create.ts', '1797000000001-add.ts']);
  });

  it('does not accept a change to a released migration, even when others are added', () => {
    write('1797000000000-create.ts', 'CREATE TABLE b');
    write('1797000000001-add.ts', 'ALTER TABLE a');
    expect(migrationProblems(folder, { add: true })).toEqual([
      expect.stringMatching(/1797000000000-create\.ts was changed.*write a new migration/),
    ]);
    expect(list()).toEqual(['1797000000000-create.ts']);
  });

  it('does not lose a released migration', () => {
    rmSync(join(folder, '1797000000000-create.ts'));
    expect(migrationProblems(folder)).toEqual([expect.stringContaining('was removed')]);
  });

  it('takes no migration that is older than a released one', () => {
    write('1796999999999-late.ts', 'CREATE TABLE b');
    expect(migrationProblems(folder, { add: true })).toEqual([expect.stringContaining('older than the newest')]);
  });
});
