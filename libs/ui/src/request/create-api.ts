import createClient, {
  type Client,
  type ClientOptions,
  type ClientPathsWithMethod,
  type MaybeOptionalInit,
  type MethodResponse,
} from 'openapi-fetch';
import { reach, retryAfterMsOf } from './ask';
import { failureOf, RequestFailed } from './request-failed';
import { isAction, withSession } from './request';

/** The operations of an api by path and method, as openapi-typescript generates them from its document. */
type Paths = object;
type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

type PathsOf<P extends Paths, M extends Method> = ClientPathsWithMethod<Client<P>, M>;
/** The input may be omitted if nothing in it is required. */
type Input<Init> = undefined extends Init ? [Init?] : [Init];
/** An answer without content is undefined. */
type Answer<Data> = [Data] extends [never] ? undefined : Data;

/**
 * @param path as in the document, such as `/v1/models/{name}`
 * @param input as the document requires: `params.path`, `params.query`, `body`; and `signal`
 * @returns the answer, typed by the document; it is not validated again
 * @throws RequestFailed if there is no usable answer; the signal's reason if it was aborted
 */
type Ask<P extends Paths, M extends Method> = <Path extends PathsOf<P, M>>(
  path: Path,
  ...input: Input<MaybeOptionalInit<P[Path], M & keyof P[Path]>>
) => Promise<Answer<MethodResponse<Client<P>, M, Path>>>;

/** An api whose paths, inputs and answers are checked by the compiler. */
export type Api<P extends Paths> = { readonly [M in Method]: Ask<P, M> };

/**
 * Sends the request as the person who is signed in. If the session has ended, it waits until the same person has signed
 * in above the page, and sends it again.
 */
export function createApi<P extends Paths>(): Api<P> {
  const client = createClient({ Request: Outgoing as unknown as typeof Request, fetch: send });
  const ask = (method: Method) => async (path: never, input?: object) => {
    try {
      return (await client.request(method, path, input as never)).data;
    } catch (error) {
      // Not JSON: the response came from something between the browser and the api.
      if (error instanceof SyntaxError) throw new RequestFailed('unexpected', null, error);
      throw error;
    }
  };
  // Only the types distinguish one api from another.
  return Object.fromEntries(METHODS.map((method) => [method, ask(method)])) as unknown as Api<P>;
}

const METHODS: readonly Method[] = ['get', 'put', 'post', 'patch', 'delete'];

/** A `Request` can be sent only once. */
class Outgoing {
  constructor(
    readonly address: string,
    readonly init: RequestInit,
  ) {}
}

const send: NonNullable<ClientOptions['fetch']> = async (outgoing) => {
  const { address, init } = outgoing as unknown as Outgoing;
  const { method = 'GET', signal } = init;
  const { response, status, body } = await withSession(
    async () => {
      const answer = await reach(() => fetch(address, init), signal);
      return { response: answer, status: answer.status, body: answer.ok ? '' : await answer.text() };
    },
    { isAction: isAction(method), signal },
  );
  if (!response.ok) throw failureOf(status, body, retryAfterMsOf(response));
  return response;
};
