import { join } from 'node:path';
import { ALLOWED } from './testing/allowed-task-words';
import { filesWithTaskWords, taskWordsIn } from './testing/task-words';

const ROOT = join(__dirname, '..', '..', '..');

describe("a task's own words", () => {
  const found = filesWithTaskWords(ROOT, ['libs', 'tools', 'apps/console']);

  it('appear in its folders only, or in files that are listed with a reason', () => {
    const unlisted = [...found].filter(([file]) => !(file in ALLOWED));
    expect(unlisted.map(([file, words]) => `${file}: ${words.join(', ')}`)).toEqual([]);
  });

  it('are gone from no listed file, so the list only shrinks', () => {
    expect(Object.keys(ALLOWED).filter((file) => !found.has(file))).toEqual([]);
  });

  it('are listed with a reason', () => {
    expect(Object.entries(ALLOWED).filter(([, reason]) => reason.length < 10)).toEqual([]);
  });

  it('are found in names and texts of any case', () => {
    expect(taskWordsIn('export const { className, minimumRecall: m } = answer; const RMSE = "the macroF1";')).toEqual([
      'RMSE',
      'className',
      'macroF1',
      'minimumRecall',
    ]);
    expect(taskWordsIn('const text = `${value} of accuracy`; type A = { readonly precisionAt10: number };')).toEqual([
      'accuracy',
      'precisionAt10',
    ]);
  });

  it('are not found in comments, import paths, styles of JSX and other words', () => {
    expect(taskWordsIn("// accuracy\n/** recall */ import { a } from './accuracy'; const banks = weeks;")).toEqual([]);
    expect(taskWordsIn('const precision = "bfloat16"; const tasks = inaccurate(weeks, marks);')).toEqual([]);
    expect(taskWordsIn('export const A = () => <b className="wide" classNames={{ root: "x" }} />;', true)).toEqual([]);
    expect(taskWordsIn('export const A = () => <b className="wide">{accuracy}</b>;', true)).toEqual(['accuracy']);
  });
});
