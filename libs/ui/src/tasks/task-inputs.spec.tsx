/** @jest-environment jsdom */
import { type ModelManifest } from '@lintel/contracts';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../testing/render-ui';
import { TaskInput } from './task-views';

function show(manifest: object) {
  const asked = { onValue: jest.fn(), onFile: jest.fn() };
  renderUi(<TaskInput manifest={manifest as ModelManifest} pending={false} {...asked} />);
  return asked;
}
const ask = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: 'Ask the model' }));

describe('an input on a screen', () => {
  const columns = [
    { name: 'age', kind: 'number', unit: 'years' },
    { name: 'paid', kind: 'boolean', yes: 'Y', no: 'N' },
    { name: 'late', kind: 'category', categories: [] },
  ];
  const schema = { columns, derived: [], target: 'late', group: null, time: null };

  it('is a form with a field for each column of a row, in which values may be missing', async () => {
    const { onValue } = show({ task: 'tabular-classification', preprocessing: { schema } });
    await userEvent.type(screen.getByRole('textbox', { name: 'age (years)' }), '41.5');
    await ask();
    expect(onValue).toHaveBeenLastCalledWith({ age: 41.5, paid: null });
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'paid' }), 'N');
    await ask();
    expect(onValue).toHaveBeenLastCalledWith({ age: 41.5, paid: 'N' });
  });

  it('is not sent with a number that is none', async () => {
    show({ task: 'tabular-regression', preprocessing: { schema } });
    await userEvent.type(screen.getByRole('textbox', { name: 'age (years)' }), 'old');
    await screen.findByText('Enter a number, such as 12.5.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Ask the model' }).disabled).toBe(true);
  });

  it('is a text', async () => {
    const { onValue } = show({ task: 'text-classification' });
    await userEvent.type(screen.getByRole('textbox', { name: 'Text' }), 'Hello');
    await ask();
    expect(onValue).toHaveBeenLastCalledWith('Hello');
  });

  it('is a history with one item a line', async () => {
    const { onValue } = show({ task: 'recommendation' });
    await userEvent.type(screen.getByRole('textbox', { name: 'Items the person had' }), 'boot\n\nbag');
    await ask();
    expect(onValue).toHaveBeenLastCalledWith({ history: [{ item: 'boot' }, { item: 'bag' }] });
  });
});
