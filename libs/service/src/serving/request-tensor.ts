import { LintelError } from '@lintel/contracts';
import { z } from 'zod';

/** An input of a request of the Open Inference Protocol v2. */
export const requestTensorSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)).min(1),
  datatype: z.string(),
  parameters: z
    .object({ binary_data_size: z.int().min(0).optional() })
    .loose()
    .optional(),
  // The values are checked while they are copied, because there can be a million of them.
  data: z.custom<readonly unknown[]>(Array.isArray, 'an array').optional(),
});
export type RequestTensor = z.infer<typeof requestTensorSchema>;

/** The protocol allows flat data and data nested like the shape. Unlimited nesting would overflow the stack. */
export function flatten(data: readonly unknown[], values: number, depth: number): readonly unknown[] {
  const flat: readonly unknown[] = Array.isArray(data[0]) ? (data as unknown[][]).flat(depth) : data;
  if (flat.length !== values) throw invalid('the data', `${values} numbers`, `${flat.length}`);
  return flat;
}

export function invalid(what: string, expected: string, received: string): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: `In the inference request, ${what} cannot be used.`,
    expected,
    received: received.slice(0, 500),
    cure: 'Compare the request with the Open Inference Protocol v2 and with GET /v2/models/{name}.',
  });
}
