import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from '@lintel/contracts';
import { lintel, type Outcome } from '../../testing/lintel';
import { temporaryFolder } from '../../testing/picture-folder';

jest.setTimeout(120_000);

const folder = temporaryFolder();
const run = (...args: string[]): Promise<Outcome> => lintel({ cacheDir: join(folder, 'cache') }, ...args);
const path = (name: string): string => join(folder, name);

const TOPICS = {
  billing: ['invoice', 'refund', 'price', 'card'],
  delivery: ['parcel', 'courier', 'address', 'late'],
} as const;
const FILLERS = ['please', 'help', 'today', 'order', 'thanks', 'hello', 'since', 'still'];

/** Letters of customers, two of each, with their queue, their labels, and a column for each label. */
function letters(rows: number, seed: number, change: (row: string[], at: number) => string[] = (row) => row): string {
  const random = createRandom(seed, 'letters');
  const pick = <Value>(values: readonly Value[]): Value => values[random.int(values.length)]!;
  const lines = Array.from({ length: rows }, (_, at) => {
    const has = [random.next() < 0.6, random.next() < 0.6] as const;
    const labels = (['billing', 'delivery'] as const).filter((_label, code) => has[code]);
    const words = [
      ...labels.flatMap((label) => [pick(TOPICS[label]), pick(TOPICS[label])]),
      ...Array.from({ length: 6 }, () => pick(FILLERS)),
    ];
    const row = [
      ...[`about ${pick(FILLERS)}`, `"${random.shuffle(words).join(' ')}, no ${at}"`, has[0] ? 'yes' : 'no'],
      ...[labels.join(';') || 'other', ...has.map(Number).map(String), `c${Math.floor(at / 2)}`],
    ];
    return change(row, at).join(',');
  });
  return ['subject,body,paid,topics,billing,delivery,customer', ...lines].join('\n');
}

const train = (data: string, ...args: string[]): Promise<Outcome> =>
  run('train', '--data', path(data), '--text', 'subject,body', '--json', ...args);
const metricsOf = ({ json }: Outcome): Record<string, unknown> => json['metrics'] as Record<string, unknown>;

beforeAll(async () => {
  await writeFile(path('letters.csv'), letters(240, 1));
  await writeFile(path('new.csv.gz'), gzipSync(letters(120, 2)));
  await writeFile(path('ask.csv'), 'subject,body\nrefund,invoice price card\n,…\nparcel,courier address\n');
  await writeFile(path('letter.txt'), 'My refund and the invoice, please.');
});

describe('the commands on texts', () => {
  it('train, measure and answer with the words that speak for it', async () => {
    const trained = await train('letters.csv', '--target', 'paid', '--positive', 'yes', '--out', path('paid'));
    expect([trained.exitCode, trained.stderr]).toEqual([0, expect.stringContaining('text from subject, body')]);
    expect(trained.json).toMatchObject({ task: 'text-classification', recipe: 'linear' });
    expect(trained.stderr).toContain('--group "customer"');
    const evaluated = await run('evaluate', '--model', path('paid'), '--data', path('new.csv.gz'), '--json');
    for (const metrics of [metricsOf(trained), metricsOf(evaluated)]) {
      for (const key of ['accuracy', 'macroF1', 'microF1', 'f1', 'auc', 'averagePrecision']) {
        expect(metrics[key]).toBeGreaterThan(0.9);
        expect(metrics[`${key}Interval`]).toEqual({
          low: expect.any(Number) as number,
          high: expect.any(Number) as number,
        });
      }
    }
    const answered = await run('predict', '--model', path('paid'), path('ask.csv'), path('letter.txt'), '--json');
    expect(answered.exitCode).toBe(1);
    const predictions = answered.json['predictions'] as Record<string, unknown>[];
    expect(predictions.map((one) => one['className'] ?? 'error')).toEqual(['yes', 'error', 'no', 'yes']);
    expect(predictions[1]).toMatchObject({ line: 3, error: { code: 'INVALID_ARGUMENT' } });
    const words = (predictions[3]!['reasons'] as { words: { text: string }[] }[])[0]!.words.map(({ text }) => text);
    expect(words.slice(0, 3)).toEqual(expect.arrayContaining(['refund', 'invoice']));
    const shown = await run('predict', '--model', path('paid'), path('letter.txt'));
    expect(shown.stdout).toMatch(/yes .*(refund|invoice) \(\+/);
  });

  it('keep the rows of a group together, and say by what the parts were made', async () => {
    const trained = await train(
      'letters.csv',
      ...['--target', 'paid', '--group', 'customer', '--out', path('grouped')],
    );
    expect(trained.json['protocol']).toMatchObject({ kind: 'cross-validation', by: 'group' });
    expect(trained.stderr).not.toContain('Keep their rows together');
  });

  it('learn several labels from the lists in one column, or from columns of yes and no', async () => {
    const lists = await train('letters.csv', '--target', 'topics', '--separator', ';', '--out', path('lists'));
    const columns = await train('letters.csv', '--target', 'billing,delivery', '--out', path('columns'));
    for (const trained of [lists, columns]) {
      expect(trained.exitCode).toBe(0);
      expect(metricsOf(trained)['macroF1']).toBeGreaterThan(0.9);
    }
    const chosen = await train(
      'letters.csv',
      ...['--target', 'topics', '--separator', ';', '--labels', 'billing;delivery', '--out', path('chosen')],
    );
    expect((chosen.json['classes'] as unknown[]).length).toBe(2);
    expect(metricsOf(chosen)['macroF1']).toBeCloseTo(metricsOf(columns)['macroF1'] as number, 6);
    const answered = await run('predict', '--model', path('columns'), path('letter.txt'), '--json');
    expect(answered.json['predictions']).toMatchObject([{ labels: [{ className: 'billing' }] }]);
  });

  it('see that cells hold lists of labels where there is no doubt', async () => {
    const trained = await train('letters.csv', '--target', 'topics', '--out', path('seen'));
    expect(trained.stderr).toContain('topics holds several labels, separated by ";"');
    const whole = await train('letters.csv', '--target', 'topics', '--separator', 'none', '--out', path('whole'));
    expect((whole.json['classes'] as { className: string }[]).map(({ className }) => className)).toContain(
      'billing;delivery',
    );
  });

  it('set one value against all others', async () => {
    const trained = await train('letters.csv', '--target', 'topics', '--negative', 'other', '--out', path('against'));
    expect(trained.json['classes']).toMatchObject([{ className: 'other' }, { className: 'not other' }]);
    expect(metricsOf(trained)['f1']).toBeGreaterThan(0.9);
    const evaluated = await run('evaluate', '--model', path('against'), '--data', path('new.csv.gz'), '--json');
    expect(metricsOf(evaluated)['f1']).toBeGreaterThan(0.9);
  });

  it('report copies, contradictions, answers within texts, and rows without words', async () => {
    const odd = letters(120, 3, (row, at) => {
      if (at % 20 === 1) return row.with(1, '"the very same words"').with(0, 'alike');
      if (at === 50) return row.with(1, '').with(0, '');
      return row.with(1, row[1]!.replace(/"$/, `${row[2] === 'yes' ? ' queue yes' : ''}"`));
    });
    await writeFile(path('odd.csv'), odd);
    const trained = await train('odd.csv', '--target', 'paid', '--out', path('odd'));
    expect(trained.stderr).toContain('1 rows without words were left out');
    expect(trained.stderr).toContain('5 texts are copies of earlier ones');
    expect(trained.stderr).toContain('6 texts are alike but have different answers');
    expect((trained.json['findings'] as { kind: string }[]).map(({ kind }) => kind)).toContain('answer-in-text');
  });

  it('read a text of a million characters, and a file that is not UTF-8, and say so', async () => {
    const long = letters(60, 4, (row, at) => (at === 7 ? row.with(1, 'word '.repeat(200_000)) : row));
    await writeFile(path('long.csv'), Buffer.from(long.replaceAll('help', 'h\xe9lp'), 'latin1'));
    const trained = await train('long.csv', '--target', 'paid', '--out', path('long'));
    expect(trained.exitCode).toBe(0);
    expect(trained.stderr).toMatch(/not valid UTF-8; it was read as /);
  });

  it.each<[string, string, readonly string[], string, exitCode?: number]>([
    ['header only', 'subject,body,paid\n', ['--target', 'paid'], 'header but no rows'],
    ['an empty file', '', ['--target', 'paid'], 'is empty'],
    ['one class', letters(60, 5).replaceAll(',no,', ',yes,'), ['--target', 'paid'], 'nothing to learn'],
    ['an unknown target', letters(60, 5), ['--target', 'queue'], 'no column "queue"', 2],
    ['no target', letters(60, 5), [], 'which column to predict', 2],
    [
      'a value that never occurs',
      letters(60, 5),
      ['--target', 'paid', '--positive', 'maybe'],
      'never has the value',
      2,
    ],
    ['a label that is neither yes nor no', letters(60, 5), ['--target', 'billing,topics'], 'neither yes nor no'],
  ])('refuse %s, and write nothing', async (_, content, args, problem, exitCode = 1) => {
    await writeFile(path('bad.csv'), content);
    const refused = await train('bad.csv', ...args, '--out', path('bad'));
    expect([refused.exitCode, existsSync(path('bad'))]).toEqual([exitCode, false]);
    expect(refused.stderr).toContain(problem);
  });

  it('refuse a column of texts that is not there, and a recipe of tables', async () => {
    const base = ['train', '--data', path('letters.csv'), '--target', 'paid', '--out', path('none')];
    const column = await run(...base, '--text', 'letter');
    expect([column.exitCode, column.stderr]).toEqual([2, expect.stringContaining('no column "letter"')]);
    const recipe = await run(...base, '--text', 'body', '--recipe', 'trees');
    expect([recipe.exitCode, recipe.stderr]).toEqual([2, expect.stringContaining('a classifier of texts')]);
  });
});
