import { NONE_OF_THESE, predictionMade, verdictGiven, type VerdictGiven } from '@lintel/contracts';
import { decodeEvent, openEventStream, readTopic, type EventStream } from '@lintel/streams';
import { givenVerdictsSchema, type Recognition } from '@lintel/ecommerce-contract';
import { openSubjectData } from '@lintel/service';
import { RECOGNISER } from '../model/recogniser';
import { eventually } from '../testing/live-reader';
import { picture, problemIn, startTestApi, type TestApi } from '../testing/test-api';

let api: TestApi;
let stream: EventStream;
beforeAll(async () => {
  api = await startTestApi();
  stream = openEventStream({ databaseUrl: api.postgres.url });
});
afterAll(async () => {
  await stream.close();
  await api.stop();
});

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const addressOf = (id: string): string => `/v1/recognitions/${id}/verdict`;
const put = (id: string, body: unknown, headers?: Record<string, string>): Promise<Response> =>
  api.put(addressOf(id), body, headers);
const give = async (id: string, className: string, headers?: Record<string, string>): Promise<Recognition> =>
  (await (await put(id, { className }, headers)).json()) as Recognition;

let readers = 0;
async function verdicts(): Promise<VerdictGiven[]> {
  const found: VerdictGiven[] = [];
  await readTopic(stream, { topic: verdictGiven.topic, group: `verdict-reader-${readers++}` }, (record) => {
    found.push(decodeEvent(verdictGiven, record).data);
    return Promise.resolve(true);
  });
  return found;
}

describe('a verdict', () => {
  it('is stored with its author, published as an event, and its picture is stored in the original', async () => {
    // Larger than a thumbnail.
    const received = await picture('red', 400, 300);
    const [recognition] = await api.recognise(received);
    expect(recognition!.verdict).toBeNull();
    const judged = await give(recognition!.id, 'blue');
    expect(judged).toMatchObject({ verdict: { className: 'blue', author: 'Ada' }, prediction: { className: 'red' } });
    expect(await (await api.get(`/v1/recognitions/${recognition!.id}`)).json()).toEqual(judged);

    await eventually(async () => (await verdicts()).length === 1);
    const [event] = await verdicts();
    expect(event).toMatchObject({
      modelName: RECOGNISER,
      predictionId: recognition!.id,
      task: 'image-classification',
      predicted: { className: 'red' },
      target: { className: 'blue' },
      author: 'Ada',
    });
    const { pictures } = await openSubjectData('ecommerce', api.models.platform, api.config);
    const kept = await pictures.get(event!.inputSha256);
    expect(kept.equals(received.bytes)).toBe(true);
  });

  it('can be changed and withdrawn, which is published as well', async () => {
    const [recognition] = await api.recognise(await picture('green'));
    await give(recognition!.id, 'green');
    const grace = await api.models.signIn({ name: 'Grace', grants: [{ vertical: 'ecommerce', role: 'operator' }] });
    await give(recognition!.id, 'cyan', grace);
    const withdrawn = await api.delete(addressOf(recognition!.id), grace);
    expect(((await withdrawn.json()) as Recognition).verdict).toBeNull();
    const ours = async () => (await verdicts()).filter(({ predictionId }) => predictionId === recognition!.id);
    await eventually(async () => (await ours()).length === 3);
    expect((await ours()).map(({ target, author }) => [target, author])).toEqual([
      [{ className: 'green' }, 'Ada'],
      [{ className: 'cyan' }, 'Grace'],
      [null, 'Grace'],
    ]);
  });

  it('filters the history by whether a picture was checked', async () => {
    const [checked, unchecked] = await api.recognise(await picture('yellow'), await picture('magenta'));
    await give(checked!.id, 'yellow');
    const ids = async (query: string) => (await api.page(query)).items.map(({ id }) => id);
    expect(await ids('?checked=true')).toContain(checked!.id);
    expect(await ids('?checked=true')).not.toContain(unchecked!.id);
    expect(await ids('?checked=false')).toContain(unchecked!.id);
    expect(await ids('?checked=false')).not.toContain(checked!.id);
  });

  it('may name a class that the model does not know yet, or say that it is none of them', async () => {
    const [recognition] = await api.recognise(await picture('red'));
    // The composed and the decomposed form are the same name.
    const plaid = await give(recognition!.id, '  cafe\u0301 plaid ');
    expect(plaid.verdict).toMatchObject({ className: 'caf\u00e9 plaid' });
    const none = await give(recognition!.id, NONE_OF_THESE);
    expect(none.verdict).toMatchObject({ className: NONE_OF_THESE });
    const ours = async () => (await verdicts()).filter(({ predictionId }) => predictionId === recognition!.id);
    await eventually(async () => (await ours()).length === 2);
    expect((await ours()).map(({ target }) => target)).toEqual([
      { className: 'caf\u00e9 plaid' },
      { className: NONE_OF_THESE },
    ]);
  });

  it.each([
    ['no class', {}],
    ['a class of spaces alone', { className: '   ' }],
    ['a class with a control character', { className: 'red\u0000' }],
    ['a class of 101 characters', { className: 'x'.repeat(101) }],
  ])('with %s is rejected, and nothing is stored', async (_, body) => {
    const [recognition] = await api.recognise(await picture('red'));
    const response = await put(recognition!.id, body);
    expect(response.status).toBe(400);
    expect(JSON.stringify(await problemIn(response))).toMatch(/className/);
    const after = (await (await api.get(`/v1/recognitions/${recognition!.id}`)).json()) as Recognition;
    expect(after.verdict).toBeNull();
  });

  it('can be set on many pictures at once; a missing picture does not affect the others', async () => {
    const [one, other] = await api.recognise(await picture('red'), await picture('blue'));
    await give(other!.id, 'green');
    const response = await api.put('/v1/recognitions/verdicts', {
      verdicts: [
        { id: one!.id, className: 'red' },
        { id: UNKNOWN, className: 'red' },
        { id: other!.id, className: null },
      ],
    });
    expect(response.status).toBe(200);
    const { outcomes } = givenVerdictsSchema.parse(await response.json());
    expect(
      outcomes.map((outcome) =>
        outcome.status === 'kept' ? (outcome.recognition.verdict?.className ?? null) : outcome.problem.code,
      ),
    ).toEqual(['red', 'NOT_FOUND', null]);
    await eventually(async () => (await verdicts()).some(({ predictionId }) => predictionId === one!.id));
  });

  it('on an unknown recognition is rejected', async () => {
    expect((await put(UNKNOWN, { className: 'red' })).status).toBe(404);
  });
});

describe('a recognition', () => {
  it('is published as a prediction of its version, with the features of the picture', async () => {
    const { champion } = await api.models.platform.registry.aliases(RECOGNISER);
    const [recognition] = await api.recognise(await picture('cyan'));
    let found: ReturnType<typeof decodeEvent<typeof predictionMade>>['data'] | undefined;
    await eventually(async () => {
      await readTopic(stream, { topic: predictionMade.topic, group: `prediction-reader-${readers++}` }, (record) => {
        const { data } = decodeEvent(predictionMade, record);
        if (data.predictionId === recognition!.id) found = data;
        return Promise.resolve(true);
      });
      return found !== undefined;
    });
    expect(found).toMatchObject({ modelName: RECOGNISER, versionId: champion, outcome: 'cyan', unsure: false });
    // Two of three channels are full, the third is empty.
    expect(found!.features['brightness']).toBeCloseTo(2 / 3, 2);
    expect(found!.features['colourfulness']).toBeCloseTo(1, 2);
  });
});
