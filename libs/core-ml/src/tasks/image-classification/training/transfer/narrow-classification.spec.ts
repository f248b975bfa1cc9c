import { createRandom } from '@lintel/contracts';
import { evaluateClassification } from '../evaluate-classification';
import { narrowClassification } from './narrow-classification';

it('leaves out classes that nothing refers to, and changes no figure of the report', () => {
  const random = createRandom(1, 'narrow');
  const classNames = Array.from({ length: 60 }, (_, at) => `class ${at}`);
  const labels = Int32Array.from({ length: 12 }, () => random.int(4));
  const probabilities = Float32Array.from({ length: 12 * 60 }, (_, at) => (at % 60 < 8 ? random.next() / 8 : 0));
  const whole = evaluateClassification({ probabilities, labels, classNames });
  const narrow = narrowClassification({ probabilities, labels, classNames });
  expect(narrow.classNames.length).toBeLessThan(10);
  const { accuracy, top5Accuracy, logLoss, calibration } = evaluateClassification(narrow);
  expect({ accuracy, top5Accuracy, logLoss, calibration }).toEqual({
    accuracy: whole.accuracy,
    top5Accuracy: whole.top5Accuracy,
    logLoss: whole.logLoss,
    calibration: whole.calibration,
  });
});
