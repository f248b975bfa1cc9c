import { onlyInput, type ReadTrial, wrongTrial } from '../tried-task';

/** A text, or a text file. */
export const tryText: ReadTrial<'text-classification'> = (content) => {
  // Bytes that are not UTF-8 become replacement characters, which separate words.
  const text: unknown = content.kind === 'file' ? new TextDecoder('utf-8').decode(content.bytes) : content.value;
  if (typeof text === 'string' && text.trim() !== '') return onlyInput<'text-classification'>(text);
  throw wrongTrial({
    expected: 'a text that is not empty',
    received: typeof text === 'string' ? 'an empty text' : typeof text,
    cure: 'Send the text.',
  });
};
