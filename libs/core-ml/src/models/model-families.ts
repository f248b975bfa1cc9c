import { LintelError } from '@lintel/contracts';
import { type ModelFamily } from './model-family';
import { gru, lstm } from './recurrent-classifier';
import { residualCnn } from './residual-cnn';
import { tableMlp } from './table-mlp';
import { threeConv } from './three-conv';
import { twoConv } from './two-conv';

export const MODEL_FAMILIES: readonly ModelFamily[] = [twoConv, threeConv, residualCnn, lstm, gru, tableMlp];

/** @throws LintelError INVALID_ARGUMENT if there is no family with this name */
export function modelFamily(name: string): ModelFamily {
  const family = MODEL_FAMILIES.find((candidate) => candidate.name === name);
  if (family) return family;
  const names = MODEL_FAMILIES.map((candidate) => candidate.name).join(', ');
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'There is no architecture of that name.',
    expected: names,
    received: name,
    cure: `Choose one of: ${names}.`,
  });
}
