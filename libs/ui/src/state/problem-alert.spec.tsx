/** @jest-environment jsdom */
import { screen } from '@testing-library/react';
import { renderUi } from '../testing/render-ui';
import { ProblemAlert } from './problem-alert';

describe('ProblemAlert', () => {
  it('shows problem and cure, with expected, received and the id for support folded away', () => {
    renderUi(
      <ProblemAlert
        problem={{
          title: 'The JPEG ends in the middle.',
          cure: 'Export it again.',
          expected: 'a complete JPEG',
          received: '812 bytes',
          correlationId: 'c-17',
        }}
      />,
    );
    expect(screen.getByRole('alert').textContent).toContain('The JPEG ends in the middle.Export it again.');
    const details = document.querySelector('details')!;
    expect(details.open).toBe(false);
    for (const fact of ['a complete JPEG', '812 bytes', 'c-17']) expect(details.textContent).toContain(fact);
  });

  it('has nothing to unfold where there is nothing more to know', () => {
    renderUi(<ProblemAlert problem={{ title: 'Empty file', cure: 'Save it again.', detail: 'Empty file' }} />);
    expect(document.querySelector('details')).toBeNull();
  });
});
