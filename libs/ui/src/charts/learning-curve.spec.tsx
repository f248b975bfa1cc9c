/** @jest-environment jsdom */
import { type EpochResult } from '@lintel/contracts';
import { screen } from '@testing-library/react';
import { renderUi } from '../testing/render-ui';
import { LearningSection } from '../training/learning-section';
import { useCurveMeasures } from './curve-measures';
import { LearningCurves } from './learning-curves';

const row = (epoch: number, figures: EpochResult['figures']): EpochResult => ({
  epoch,
  trainLoss: 2 / epoch,
  validationLoss: 3 / epoch,
  figures,
  learningRate: 0.001,
  imagesPerSecond: 90,
  seconds: 1,
});
const share = (epoch: number): EpochResult =>
  row(epoch, [{ key: 'accuracy', unit: 'share', train: 0.5, validation: 0.25 * epoch }]);
const error = (epoch: number): EpochResult =>
  row(epoch, [{ key: 'rmse', unit: 'target', train: 12, validation: null }]);
const training = (curve: EpochResult[]) =>
  ({ network: { curve, bestEpoch: 2, epochs: 2, batchSize: 8, optimizer: 'adam', imagesPerSecond: 90 } }) as never;

describe('a learning curve', () => {
  it('is drawn of the loss and of every figure of the task, each in its unit', () => {
    renderUi(<LearningSection training={training([share(1), share(2)])} title="Learning" />);
    expect(screen.getByRole('figure', { name: 'Loss' }).textContent).toContain('from 3.000 to 1.500 in 2 epochs');
    expect(screen.getByRole('figure', { name: 'Accuracy' }).textContent).toContain('from 25.0% to 50.0% in 2 epochs');
  });

  it('shows the training split of a figure if nothing was held out', () => {
    renderUi(<LearningSection training={training([error(1), error(2)])} title="Learning" />);
    expect(screen.getByRole('figure', { name: 'RMSE' }).textContent).toContain('RMSE (Training) went from 12.000');
  });

  it('is absent if no network was trained', () => {
    renderUi(<LearningSection training={{ network: null } as never} title="Learning" />);
    expect(screen.queryByRole('figure')).toBeNull();
  });

  it('compares several trainings by the figures that any of them has', () => {
    function Compared() {
      const curves = [
        { name: 'Version 1', curve: [] },
        { name: 'Version 2', curve: [share(1), share(2)] },
      ];
      const measures = useCurveMeasures(...curves.map(({ curve }) => curve));
      return measures.map((measure) => (
        <LearningCurves key={measure.key} curves={curves} measure={measure} summary="" />
      ));
    }
    renderUi(<Compared />);
    expect(screen.getAllByRole('figure').map((figure) => figure.querySelector('h3')?.textContent)).toEqual([
      'Loss',
      'Accuracy',
    ]);
  });
});
