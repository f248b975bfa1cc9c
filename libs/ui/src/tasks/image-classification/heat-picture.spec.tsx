/** @jest-environment jsdom */
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RequestFailed } from '../../request/request-failed';
import { renderUi } from '../../testing/render-ui';
import { type DrawnHeat, HeatPicture } from './heat-picture';

const HEAT = { address: '/heat.png', className: 'Boot' };
const show = (onLook: () => Promise<DrawnHeat>) =>
  renderUi(<HeatPicture address="/a.png" alt="a.jpg" onLook={onLook} />);
const shown = (): string | null => screen.getByRole('img').getAttribute('src');

describe('a picture with where the model looked', () => {
  it('asks for it once, when a person first wants to see it, and shows the picture again afterwards', async () => {
    const onLook = jest.fn(() => Promise.resolve(HEAT));
    show(onLook);
    expect([onLook.mock.calls.length, shown()]).toEqual([0, '/a.png']);
    for (const expected of ['/heat.png', '/a.png', '/heat.png']) {
      await userEvent.click(screen.getByRole('switch', { name: 'Show where the model looked' }));
      expect(shown()).toBe(expected);
    }
    expect(screen.getByRole('img', { name: 'Where the model looked for Boot' })).toBeTruthy();
    expect(onLook).toHaveBeenCalledTimes(1);
  });

  it('is reached and switched by keyboard, and says while it waits that the model looks', async () => {
    let end: (drawn: DrawnHeat) => void = () => undefined;
    show(() => new Promise((resolve) => (end = resolve)));
    await userEvent.tab();
    await userEvent.keyboard(' ');
    expect(screen.getByRole('status').textContent).toBe('The model looks at the picture…');
    expect(shown()).toBe('/a.png');
    end({ ...HEAT, note: 'Another version.' });
    await screen.findByText('Another version.');
    expect(screen.getByRole('status').textContent).toBe('Another version.');
    expect(shown()).toBe('/heat.png');
  });

  it('says why it cannot be shown, keeps the picture, and asks again the next time', async () => {
    const onLook = jest.fn<Promise<DrawnHeat>, []>().mockRejectedValueOnce(new RequestFailed('away'));
    onLook.mockResolvedValueOnce(HEAT);
    show(onLook);
    await userEvent.click(screen.getByRole('switch'));
    await screen.findByRole('alert');
    expect([shown(), screen.getByRole<HTMLInputElement>('switch').checked]).toEqual(['/a.png', false]);
    await userEvent.click(screen.getByRole('switch'));
    expect(shown()).toBe('/heat.png');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
