import { agreementSchema } from '@lintel/ecommerce-contract';
import { picture, startTestApi, type TestApi } from '../testing/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const agreement = async (query = '') =>
  agreementSchema.parse(await (await api.get(`/v1/model/agreement${query}`)).json());
const judge = (id: string, className: string) => api.put(`/v1/recognitions/${id}/verdict`, { className });

describe('how often people agreed', () => {
  it('is null if no answer was checked', async () => {
    await api.recognise(await picture('cyan'));
    expect(await agreement()).toMatchObject({ answers: 1, checked: 0, share: null, interval: null, classes: [] });
  });

  it('is the share of checked answers with its Wilson interval, also by class; deleted ones do not count', async () => {
    const answers = await api.recognise(
      ...(await Promise.all(['red', 'red', 'green', 'blue', 'yellow'].map((colour) => picture(colour)))),
    );
    const [right, wrong, none, deleted, old] = answers.map(({ id }) => id) as [string, string, string, string, string];
    await judge(right, 'red');
    await judge(wrong, 'blue');
    await judge(none, 'none of these');
    await judge(deleted, 'blue');
    await judge(old, 'yellow');
    await api.delete(`/v1/recognitions/${deleted}`);
    await api.models.platform.database.query(
      `UPDATE ecommerce.recognition SET created_at = now() - interval '40 days' WHERE id = $1`,
      [old],
    );
    const report = await agreement();
    expect(report).toMatchObject({
      days: 30,
      answers: 4,
      checked: 3,
      agreed: 1,
      classes: [
        { className: 'green', checked: 1, agreed: 0 },
        { className: 'red', checked: 2, agreed: 1 },
      ],
    });
    expect(report.share).toBeCloseTo(1 / 3);
    expect(report.interval!.low).toBeCloseTo(0.0615, 3);
    expect(report.interval!.high).toBeCloseTo(0.7923, 3);
    expect(await agreement('?days=60')).toMatchObject({ checked: 4, agreed: 2 });
  });
});
