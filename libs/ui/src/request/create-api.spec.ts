import { guardRequests } from '../session/session-gate';
import { fakeApi, problem, type FakeApi } from '../testing/fake-api';
import { createApi } from './create-api';

interface Thing {
  readonly id: string;
}
/** As openapi-typescript generates them. */
interface Paths {
  '/v1/things/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { query?: { deep?: string }; header?: never; path: { id: string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { 'application/json': Thing } } };
    };
    put: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
      requestBody: { content: { 'application/json': { name: string } } };
      responses: { 200: { headers: object; content: { 'application/json': Thing } } };
    };
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
      requestBody?: never;
      responses: { 204: { headers: object; content?: never } };
    };
  };
}

const api = createApi<Paths>();
const thing = { params: { path: { id: 'a/b' } } };
let network: FakeApi;
beforeEach(() => {
  network = fakeApi();
});

describe('a typed api', () => {
  it('sends requests as the document says, and returns the answer', async () => {
    network.reply = () => ({ status: 200, json: { id: 'a/b' } });
    const { id } = await api.get('/v1/things/{id}', { params: { path: { id: 'a/b' }, query: { deep: 'true' } } });
    expect(id).toBe('a/b');
    await api.put('/v1/things/{id}', { ...thing, body: { name: 'new' } });
    expect(network.asked).toEqual([
      { method: 'GET', path: '/v1/things/a%2Fb?deep=true', body: null },
      { method: 'PUT', path: '/v1/things/a%2Fb', body: { name: 'new' } },
    ]);
  });

  it('returns nothing if there is no content', async () => {
    network.reply = () => ({ status: 204 });
    expect(await api.delete('/v1/things/{id}', thing)).toBeUndefined();
  });

  it('throws the problem that the api returned, and how long to wait', async () => {
    network.reply = () => problem(429, 'RATE_LIMITED', { 'retry-after': '7' });
    await expect(api.get('/v1/things/{id}', thing)).rejects.toMatchObject({
      kind: 'problem',
      problem: { code: 'RATE_LIMITED' },
      retryAfterMs: 7_000,
    });
  });

  it('distinguishes an unreachable server and a foreign answer from a problem', async () => {
    network.reply = () => ({ status: 504 });
    await expect(api.get('/v1/things/{id}', thing)).rejects.toMatchObject({ kind: 'away' });
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(api.get('/v1/things/{id}', thing)).rejects.toMatchObject({ kind: 'away' });
    globalThis.fetch = () => Promise.resolve(new Response('<html>'));
    await expect(api.get('/v1/things/{id}', thing)).rejects.toMatchObject({ kind: 'unexpected' });
  });

  it.each([true, false])('waits for a session and sends the request once more, if there is one: %s', async (there) => {
    const asked: boolean[] = [];
    const unguard = guardRequests((isAction) => {
      asked.push(isAction);
      return Promise.resolve(there);
    });
    network.reply = () =>
      network.asked.length === 1 ? problem(401, 'NOT_SIGNED_IN') : { status: 200, json: { id: '1' } };
    const answer = api.put('/v1/things/{id}', { ...thing, body: { name: 'new' } });
    if (there) expect(await answer).toEqual({ id: '1' });
    else await expect(answer).rejects.toMatchObject({ problem: { code: 'NOT_SIGNED_IN' } });
    expect(network.asked.map(({ body }) => body)).toEqual(Array(there ? 2 : 1).fill({ name: 'new' }));
    expect(asked).toEqual([true]);
    unguard();
  });

  it('stops waiting when the caller aborts', async () => {
    const unguard = guardRequests(() => new Promise(() => undefined));
    network.reply = () => problem(401, 'NOT_SIGNED_IN');
    const cancellation = new AbortController();
    const answer = api.get('/v1/things/{id}', { ...thing, signal: cancellation.signal });
    setTimeout(() => cancellation.abort(), 20);
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    unguard();
  });
});
