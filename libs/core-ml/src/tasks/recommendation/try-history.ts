import { recommendationRequestSchema } from '@lintel/contracts';
import { onlyInput, type ReadTrial, wrongTrial } from '../tried-task';

/** The items that a person had, the newest last, as a request for recommendations. */
export const tryHistory: ReadTrial<'recommendation'> = (content) => {
  const request = recommendationRequestSchema.safeParse(content.kind === 'value' ? content.value : undefined);
  if (request.success) return onlyInput<'recommendation'>(request.data);
  throw wrongTrial({
    expected: '{"history": [{"item": "id"}], "count": 10}',
    received: content.kind === 'file' ? 'a file' : request.error.issues[0]!.path.join('.') || typeof content.value,
    cure: 'Send the items that the person had, the newest last.',
  });
};
