/** @jest-environment jsdom */
import { fireEvent, screen } from '@testing-library/react';
import { renderUi } from '../testing/render-ui';
import { PredictionCard } from './prediction-card';

const top = [
  { className: 'boot', probability: 0.456 },
  { className: 'bag', probability: 0.3 },
];

function renderCard(unsure: boolean): void {
  renderUi(
    <PredictionCard
      picture="blob:1"
      name="a.jpg"
      prediction={{ className: 'boot', probability: 0.456, top, unsure }}
      facts={['answered in 3 ms']}
    />,
  );
}

describe('PredictionCard', () => {
  it('says class, probability and what else it might be', () => {
    renderCard(false);
    const card = screen.getByRole('article', { name: 'a.jpg' });
    expect(card.textContent).toContain('boot 45.6%');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['boot45.6%', 'bag30.0%']);
    expect(screen.queryByText('Unsure')).toBeNull();
  });

  it('asks for a person where the model is unsure', () => {
    renderCard(true);
    expect(screen.getByText('Unsure')).toBeTruthy();
    expect(screen.getByText('A person should look at this one.')).toBeTruthy();
  });

  it('says so where the picture can’t be shown', () => {
    renderCard(false);
    fireEvent.error(screen.getByRole('img', { name: 'a.jpg' }));
    expect(screen.getByRole('img', { name: 'a.jpg: No preview' })).toBeTruthy();
  });
});
