import { type TextPreprocessing } from '@lintel/contracts';
import { networkGraph } from '../../../texts/network-graph';
import { networkScores } from '../../../texts/network-scores';
import { textGraph, type TextGraph } from '../../../texts/text-graph';
import { encodeTextModel, type TextLink, type TextModel } from '../../../texts/text-model';
import { encodeTextNetwork, type TextNetwork } from '../../../texts/text-network';
import { placesOf, wordSequence } from '../../../texts/word-ids';
import { textReader } from '../text-input';

/** A fitted model in the forms in which it is written and checked. */
export interface TextForm {
  readonly link: TextLink;
  readonly weighting: TextPreprocessing['weighting'];
  readonly terms: number;
  /** Number of fitted values, for people. */
  readonly parameters: number;
  readonly graph: (mostTerms: number, metadata: Readonly<Record<string, string>>) => TextGraph;
  readonly sideFile: () => Uint8Array;
  /** The fitter's own scores of a text. */
  readonly scorer: (preprocessing: TextPreprocessing) => (text: string) => ArrayLike<number>;
}

/** A linear model of weighted terms. */
export const linearForm = (model: TextModel): TextForm => ({
  link: model.link,
  weighting: 'tf-idf',
  terms: model.terms.length,
  parameters: model.coefficients.length * (model.terms.length + 1),
  graph: (mostTerms, metadata) => textGraph(model, mostTerms, metadata),
  sideFile: () => encodeTextModel(model),
  scorer(preprocessing) {
    const read = textReader(model, preprocessing);
    return (text) => {
      const { ids, weights } = read(text);
      return model.coefficients.map((own, score) =>
        ids.reduce((sum, id, at) => sum + weights[at]! * own[id]!, model.intercepts[score]!),
      );
    };
  },
});

/** A network over the words of a text. */
export const networkForm = (network: TextNetwork): TextForm => ({
  link: network.link,
  weighting: 'sequence',
  terms: network.terms.length,
  parameters: parametersOf(network),
  graph: (mostTerms, metadata) => networkGraph(network, mostTerms, metadata),
  sideFile: () => encodeTextNetwork(network),
  scorer(preprocessing) {
    const places = placesOf(network.terms);
    return (text) => networkScores(network, wordSequence(text, places, preprocessing).ids);
  },
});

function parametersOf({ embeddings, encoder, coefficients, intercepts }: TextNetwork): number {
  const arrays: readonly Float32Array[] =
    encoder.kind === 'gru'
      ? [encoder.recurrence.kernel, encoder.recurrence.recurrent, encoder.recurrence.bias]
      : encoder.convolutions.flatMap(({ kernel, bias }) => [kernel, bias]);
  return [embeddings, ...arrays, ...coefficients, intercepts].reduce((sum, { length }) => sum + length, 0);
}
