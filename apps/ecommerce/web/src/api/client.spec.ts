import { createApi } from '@lintel/ui';
import { type EcommercePaths } from '@lintel/ecommerce-contract';

const api = createApi<EcommercePaths>();
const id = '00000000-0000-0000-0000-000000000000';
const VERDICT = '/v1/recognitions/{id}/verdict';
const address = { params: { path: { id } } };

/** Never called: the compiler checks it, and reports an expected error that does not occur. */
export const MISTAKES = {
  // @ts-expect-error a verdict has no author of its own: the api knows who is signed in
  unknownProperty: () => api.put(VERDICT, { ...address, body: { className: 'x', author: 'y' } }),
  // @ts-expect-error the class is a text
  wrongType: () => api.put(VERDICT, { ...address, body: { className: 7 } }),
  // @ts-expect-error a verdict without a class says nothing
  missingBody: () => api.put(VERDICT, address),
  // @ts-expect-error of which recognition?
  missingId: () => api.get('/v1/recognitions/{id}'),
  // @ts-expect-error there is no such route
  unknownPath: () => api.get('/v1/recognitons'),
  // @ts-expect-error the history is read, not written
  wrongMethod: () => api.put('/v1/recognitions', {}),
  // @ts-expect-error a page has items
  wrongAnswer: async () => (await api.get('/v1/recognitions')) satisfies { entries: unknown },
};

it('wrong paths, bodies and answers are compile-time errors', () => {
  expect(Object.keys(MISTAKES)).toHaveLength(7);
});
