import { type Comparison, type ModelDetail } from '@lintel/console-contract';
import { type GateReport, type ModelVersion, type RegisteredModel } from '@lintel/contracts';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { LabelledPictures } from '@lintel/data';
import { openSubjectData } from '@lintel/service';
import { rm } from 'node:fs/promises';
import { startTestConsole, type TestConsole } from '../testing/test-console';

const MODEL = 'shop.colours';
let console_: TestConsole;
let first: ModelVersion;
let second: ModelVersion;

beforeAll(async () => {
  console_ = await startTestConsole();
  const folder = await writeColourModel();
  first = await console_.models.serve(MODEL, folder);
  second = await console_.models.register(MODEL, folder);
  await rm(folder, { recursive: true });
});
afterAll(() => console_.stop());

const detail = (): Promise<ModelDetail> => console_.get(`/v1/models/${MODEL}`);
const judged = (passed: boolean): GateReport => ({
  passed,
  decidedAt: new Date().toISOString(),
  championId: first.id,
  gates: [{ name: 'accuracy', passed, expected: 'at least 90 %', received: '80 %', reason: 'It is right too seldom.' }],
  comparison: null,
});

describe('a model', () => {
  it('is listed with its champion, and shown with its versions and history', async () => {
    const { items } = await console_.get<{ items: RegisteredModel[] }>('/v1/models');
    expect(items).toMatchObject([{ name: MODEL, champion: { number: 1 }, challenger: null, versions: 2 }]);
    expect(await detail()).toMatchObject({
      versions: [
        { number: 2, alias: null },
        { number: 1, alias: 'champion' },
      ],
      history: [{ action: 'promote', toNumber: 1 }],
      challenge: null,
    });
    await console_.refused(404, 'GET', '/v1/models/shop.none');
  });

  it('is not promoted if its gates refuse, unless a person overrides them with a reason', async () => {
    const body = { versionId: second.id };
    const unjudged = await console_.refused(409, 'POST', `/v1/models/${MODEL}/promote`, body);
    expect(unjudged.code).toBe('GATES_REFUSED');
    await console_.models.platform.registry.recordGates(second.id, judged(false));
    const refused = await console_.refused(409, 'POST', `/v1/models/${MODEL}/promote`, body);
    expect(JSON.stringify(refused)).toContain('It is right too seldom.');
    await console_.refused(400, 'POST', `/v1/models/${MODEL}/promote`, { ...body, override: true });
    const overridden = { ...body, override: true, reason: 'The test set is old.' };
    const after = await console_.send<ModelDetail>('POST', `/v1/models/${MODEL}/promote`, overridden);
    expect(after).toMatchObject({
      model: { champion: { number: 2 } },
      history: [{ action: 'promote', toNumber: 2, overridden: true, reason: 'The test set is old.' }, {}],
    });
  });

  it('rolls back by one step, and no further than its history', async () => {
    const grace = await console_.as({ name: 'Grace', grants: [{ vertical: 'shop', role: 'reviewer' }] });
    const after = await grace.send<ModelDetail>('POST', `/v1/models/${MODEL}/roll-back`, {});
    expect(after).toMatchObject({
      model: { champion: { number: 1 } },
      history: [{ action: 'roll-back', fromNumber: 2, toNumber: 1, by: 'Grace' }, {}, {}],
    });
    await console_.refused(409, 'POST', `/v1/models/${MODEL}/roll-back`, {});
  });

  it('has a challenger in shadow, then on a share of the requests, then none', async () => {
    const words = { override: true, reason: 'It knows the new goods.' };
    const shadow = { versionId: second.id, challenge: { mode: 'shadow' } };
    await console_.refused(409, 'POST', `/v1/models/${MODEL}/challenge`, shadow);
    await console_.refused(400, 'POST', `/v1/models/${MODEL}/challenge`, { ...shadow, override: true });
    const body = { ...shadow, ...words };
    expect(await console_.send('POST', `/v1/models/${MODEL}/challenge`, body)).toMatchObject({
      model: { challenger: { number: 2, mode: { mode: 'shadow' } } },
    });
    const canary = { ...body, challenge: { mode: 'canary', share: 0.1 } };
    expect(await console_.send('POST', `/v1/models/${MODEL}/challenge`, canary)).toMatchObject({
      model: { challenger: { mode: { mode: 'canary', share: 0.1 } } },
    });
    await console_.refused(400, 'POST', `/v1/models/${MODEL}/challenge`, { ...body, challenge: { mode: 'canary' } });
    expect(await console_.send('POST', `/v1/models/${MODEL}/withdraw`, {})).toMatchObject({
      model: { challenger: null },
    });
  });

  it('keeps the policies that a person sets', async () => {
    const { model } = await detail();
    const loopPolicy = { ...model.loopPolicy, retrainAfterLabels: 20, promotion: 'rule' };
    const after = await console_.send('PUT', `/v1/models/${MODEL}/policies`, { loopPolicy });
    expect(after).toMatchObject({ model: { loopPolicy, gatePolicy: model.gatePolicy } });
    await console_.refused(400, 'PUT', `/v1/models/${MODEL}/policies`, {
      loopPolicy: { ...loopPolicy, retrainAfterLabels: 0 },
      by: 'Ada',
    });
  });

  it('shows its dataset versions and labels', async () => {
    expect(await console_.get(`/v1/models/${MODEL}/datasets`)).toEqual({ items: [] });
    await console_.models.platform.labels.add({
      modelName: MODEL,
      predictionId: 'p-1',
      task: 'image-classification',
      inputSha256: 'a'.repeat(64),
      predicted: { className: 'red' },
      target: { className: 'blue' },
      author: 'Ada',
      givenAt: new Date().toISOString(),
      eventId: 'e-1',
    });
    expect(await console_.get(`/v1/models/${MODEL}/labels`)).toMatchObject({
      items: [{ predicted: { className: 'red' }, target: { className: 'blue' }, author: 'Ada' }],
      nextCursor: null,
    });
    expect((await detail()).model.newLabels).toBe(1);
  });
});

describe('versions', () => {
  it('are shown completely, and compared side by side', async () => {
    expect(await console_.get(`/v1/versions/${first.id}`)).toMatchObject({
      number: 1,
      modelCard: `# ${MODEL}\n`,
      manifest: { name: 'colours' },
    });
    const both = await console_.get<Comparison>(`/v1/comparisons?versions=${first.id},${second.id}`);
    expect(both.versions.map(({ number }) => number)).toEqual([1, 2]);
    // Neither records the examples of its evaluation.
    expect(both).toMatchObject({ sameTestSet: false, pairs: [] });
    await console_.refused(400, 'GET', `/v1/comparisons?versions=${first.id}`);
    await console_.refused(400, 'GET', '/v1/comparisons?versions=a,b');
  });
});

describe('a label', () => {
  const PNG = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  it('shows its picture to those who may see predictions of its vertical, records who looked, and shows none once erased', async () => {
    const { platform, environment } = console_.models;
    const { vault } = await openSubjectData('shop', platform, { DATA_KEY: environment.DATA_KEY });
    const pictures = new LabelledPictures(platform.database, platform.artifacts, vault);
    const inputSha256 = await pictures.put(PNG, await vault.sealer('ada'));
    const label = await platform.labels.add({
      modelName: MODEL,
      predictionId: 'one',
      task: 'image-classification',
      inputSha256,
      predicted: { className: 'red' },
      target: { className: 'blue' },
      author: 'Ada',
      givenAt: new Date().toISOString(),
      eventId: 'one',
    });
    const address = `/v1/models/${MODEL}/labels/${label.id}/picture`;
    const answer = await fetch(console_.url + address, { headers: console_.models.headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(8, 12)
        .toString(),
    ).toBe('WEBP');
    const viewed = await platform.database.query<unknown[]>(
      "SELECT 1 FROM platform.audit_entry WHERE action = 'label.picture-viewed'",
    );
    expect(viewed).toHaveLength(1);

    const elsewhere = await console_.as({ name: 'Cleo', grants: [{ vertical: 'clinic', role: 'admin' }] });
    await elsewhere.refused(403, 'GET', address);
    await console_.refused(404, 'GET', `/v1/models/shop.none/labels/${label.id}/picture`);
    const erasure = { vertical: 'shop', subjectId: 'ada', reason: 'request 7' };
    await console_.send('POST', '/v1/privacy/erasures', erasure);
    expect((await console_.refused(410, 'GET', address)).code).toBe('SUBJECT_ERASED');
  });
});
