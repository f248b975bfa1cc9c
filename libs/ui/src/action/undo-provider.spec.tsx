/** @jest-environment jsdom */
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../testing/render-ui';
import { useUndo } from './undo-provider';

function Deletions({ onUndo }: { readonly onUndo: (name: string) => void }) {
  const offer = useUndo();
  return ['a', 'b'].map((name) => (
    <button key={name} onClick={() => offer({ id: name, message: `${name} is gone`, undo: () => onUndo(name) })}>
      {`Delete ${name}`}
    </button>
  ));
}

describe('undo', () => {
  it('undoes the latest action by its key, once', async () => {
    const onUndo = jest.fn();
    renderUi(<Deletions onUndo={onUndo} />);
    await userEvent.click(screen.getByRole('button', { name: 'Delete a' }));
    await userEvent.click(screen.getByRole('button', { name: 'Delete b' }));
    expect(await screen.findByText('b is gone')).toBeTruthy();
    await userEvent.keyboard('uu');
    expect(onUndo.mock.calls).toEqual([['b']]);
  });
});
