/** @jest-environment jsdom */
import { render, screen } from '@testing-library/react';
import { Markdown } from './markdown';

describe('Markdown', () => {
  it('shows HTML as plain text', () => {
    const { container } = render(
      <Markdown
        text={'# Card <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n| a |\n| - |\n| <b>x</b> |'}
      />,
    );
    expect(container.querySelector('script, img, b')).toBeNull();
    expect(screen.getByText('<img src=x onerror=alert(1)>').tagName).toBe('P');
    expect(screen.getByRole('cell').textContent).toBe('<b>x</b>');
  });

  it('puts its headings below those of the page, and none deeper than HTML allows', () => {
    render(<Markdown text={'# Card\n\n## Data\n\n###### Note'} headingLevel={3} />);
    expect(screen.getByRole('heading', { level: 3 }).textContent).toBe('Card');
    expect(screen.getByRole('heading', { level: 4 }).textContent).toBe('Data');
    expect(screen.getByRole('heading', { level: 6 }).textContent).toBe('Note');
  });
});
