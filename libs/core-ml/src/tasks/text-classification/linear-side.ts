import { type TextPreprocessing } from '@lintel/contracts';
import { TEXT_TENSORS } from '../../texts/text-graph';
import { type TextModel } from '../../texts/text-model';
import { type TextSide } from './read-text';
import { textReader } from './text-input';
import { reasonsOf } from './text-reasons';

/** A linear model of weighted terms, as it serves. */
export function linearSide(model: TextModel, preprocessing: TextPreprocessing): TextSide {
  const { mostTerms } = preprocessing;
  const read = textReader(model, preprocessing);
  return {
    terms: model.terms.length,
    classes: model.link === 'logistic' ? 2 : model.coefficients.length,
    inputs: [
      { name: TEXT_TENSORS.terms, dtype: 'int64', shape: [mostTerms] },
      { name: TEXT_TENSORS.weights, dtype: 'float32', shape: [mostTerms] },
    ],
    read(text) {
      const input = read(text);
      return {
        ...input,
        write(batch, row) {
          const from = row * mostTerms;
          const ids = batch[TEXT_TENSORS.terms] as BigInt64Array;
          // Position 0 means that there is no term.
          input.ids.forEach((id, at) => (ids[from + at] = BigInt(id + 1)));
          (batch[TEXT_TENSORS.weights] as Float32Array).set(input.weights, from);
        },
        reasons: (classAt) => reasonsOf(input, model, classAt),
      };
    },
  };
}
