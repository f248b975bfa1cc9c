/** @jest-environment jsdom */
import { type UnsureReason } from '@lintel/contracts';
import { fireEvent, screen } from '@testing-library/react';
import { renderUi } from '../../testing/render-ui';
import { PredictionCard, type PredictionVerdict } from './prediction-card';

const top = [
  { className: 'boot', probability: 0.456 },
  { className: 'bag', probability: 0.3 },
];

function renderCard(unsure: boolean, verdict: PredictionVerdict | null = null, reason?: UnsureReason): void {
  renderUi(
    <PredictionCard
      picture="blob:1"
      name="a.jpg"
      prediction={{ className: 'boot', probability: 0.456, top, unsure, unsureReason: reason }}
      verdict={verdict}
      facts={['answered in 3 ms']}
    />,
  );
}

describe('PredictionCard', () => {
  it('shows class, probability and the other candidates', () => {
    renderCard(false);
    const card = screen.getByRole('article', { name: 'a.jpg' });
    expect(card.textContent).toContain('boot 45.6%');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['boot45.6%', 'bag30.0%']);
    expect(screen.queryByText('Unsure')).toBeNull();
  });

  it.each([
    [['boot', 'bag'], 'boot 45.6%bag 30.0%'],
    [[], 'No label'],
  ])('shows all labels of a picture that may have several: %p', (names, shown) => {
    const labels = top.filter(({ className }) => names.includes(className));
    const prediction = { className: 'boot', probability: 0.456, top, unsure: false, labels };
    renderUi(<PredictionCard picture="blob:1" name="a.jpg" prediction={prediction} />);
    expect(screen.getByRole('article', { name: 'a.jpg' }).textContent).toContain(shown);
  });

  it('asks a person to check if the model is unsure', () => {
    renderCard(true);
    expect(screen.getByText('Unsure')).toBeTruthy();
    expect(screen.getByText('A person should look at this one.')).toBeTruthy();
  });

  it.each([
    ['low-probability', /Its best answer is not likely enough/],
    ['unlike-examples', /unlike the pictures that the model was taught with/],
  ] as const)('says why it is unsure: %s', (reason, words) => {
    renderCard(true, null, reason);
    expect(screen.getByText(words)).toBeTruthy();
  });

  it("shows a person's verdict in place of the answer, and no doubt any more", () => {
    renderCard(true, { className: 'bag', author: 'Ada', agrees: false });
    const card = screen.getByRole('article', { name: 'a.jpg' });
    expect(card.textContent).toContain('bagCorrectedby Adaboot 45.6%');
    expect(screen.queryByText('Unsure')).toBeNull();
  });

  it('says that it is none of the classes if a person said so', () => {
    renderCard(false, { className: null, author: 'Ada', agrees: false });
    expect(screen.getByText('None of these')).toBeTruthy();
  });

  it('keeps the answer if a person agreed, and names the person', () => {
    renderCard(true, { className: 'boot', author: 'Ada', agrees: true });
    expect(screen.getByText('Confirmed')).toBeTruthy();
    expect(screen.queryByText('Unsure')).toBeNull();
  });

  it('says so if the picture can’t be shown', () => {
    renderCard(false);
    fireEvent.error(screen.getByRole('img', { name: 'a.jpg' }));
    expect(screen.getByRole('img', { name: 'a.jpg: No preview' })).toBeTruthy();
  });
});
