import { type ManifestOf, type TaskId } from '@lintel/contracts';
import { refusal } from '@lintel/contracts/testing/refusal';
import { readTrial } from './tried-tasks';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = <Id extends TaskId>(task: Id, content: string | { readonly value: unknown }, preprocessing = {}) =>
  readTrial<Id>(
    typeof content === 'string' ? { kind: 'file', bytes: bytesOf(content) } : { kind: 'value', ...content },
    {
      ...{ task, preprocessing },
    } as unknown as ManifestOf<Id>,
  );

const WINDOW = { series: 'pump', time: { column: 'at', format: 'iso' }, features: [], target: 'load', horizon: 1 };

describe('what a person gives to a model to try it', () => {
  it('is a text, or a text file', () => {
    expect(read('text-classification', { value: 'Hello' }).inputs).toEqual([{ name: '', input: 'Hello' }]);
    expect(read('text-classification', 'Grüezi').inputs).toEqual([{ name: '', input: 'Grüezi' }]);
  });

  it('is the newest rows of each series of a CSV file, in order of time', () => {
    const csv = 'at,pump,load\n2026-01-01T01:00:00Z,a,2\n2026-01-01T00:00:00Z,a,1\n2026-01-01T00:00:00Z,b,3\n';
    const { inputs } = read('time-series-forecast', csv, WINDOW);
    expect(inputs.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(inputs[0]!.input.rows.at(-1)).toEqual({ at: '2026-01-01T01:00:00Z', pump: 'a', load: '2' });
  });

  it('is a history, which gets ten items unless another number is asked for', () => {
    const { inputs } = read('recommendation', { value: { history: [{ item: 'boot' }] } });
    expect(inputs[0]!.input).toMatchObject({ history: [{ item: 'boot' }], count: 10 });
  });

  it.each<[TaskId, string | { readonly value: unknown }]>([
    ['text-classification', { value: ' ' }],
    ['text-classification', { value: 5 }],
    ['image-classification', { value: 'red' }],
    ['image-embedding', { value: null }],
    ['recommendation', 'boot'],
    ['time-series-forecast', { value: { rows: [] } }],
    ['tabular-regression', { value: [1] }],
  ])('is refused if %s cannot read it: %j', async (task, content) => {
    expect((await refusal(() => read(task, content))).code).toBe('INVALID_ARGUMENT');
  });

  it('is at most 20 inputs; the others are counted', () => {
    const rows = Array.from({ length: 25 }, (_, at) => `2026-01-01T00:00:00Z,p${at},1`);
    const trial = read('time-series-forecast', ['at,pump,load', ...rows].join('\n'), WINDOW);
    expect([trial.inputs.length, trial.leftOut]).toEqual([20, 5]);
  });
});
