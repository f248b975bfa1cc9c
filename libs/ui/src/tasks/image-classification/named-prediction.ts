import { type ClassProbability, type Prediction } from '@lintel/contracts';
import { type NameOf } from '../task-view';

/** The prediction with the names of its classes and labels in the reader's language. */
export function namedPrediction(prediction: Prediction, nameOf: NameOf): Prediction {
  const named = (one: ClassProbability): ClassProbability => ({ ...one, className: nameOf(one.className) });
  const { labels } = prediction;
  return {
    ...prediction,
    className: nameOf(prediction.className),
    top: prediction.top.map(named),
    ...(labels === undefined ? {} : { labels: labels.map(named) }),
  };
}
