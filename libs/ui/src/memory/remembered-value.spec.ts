/** @jest-environment jsdom */
import { rememberedValue } from './remembered-value';

const forget = (name: string): void => {
  document.cookie = `${name}=; Path=/; Max-Age=0`;
  window.localStorage.removeItem(name);
};

describe('a remembered value', () => {
  afterEach(() => forget('lintel-test'));

  it('is shared with the other apps of the host, which have their own storage', () => {
    rememberedValue('lintel-test').remember('dark; or not');
    window.localStorage.clear();
    expect(rememberedValue('lintel-test').read()).toBe('dark; or not');
  });

  it('follows what another app has stored when the person returns to the tab', () => {
    const value = rememberedValue('lintel-test');
    value.remember('light');
    const listener = jest.fn();
    const unsubscribe = value.subscribe(listener);
    document.cookie = 'lintel-test=dark; Path=/';
    window.dispatchEvent(new Event('focus'));
    expect(listener).toHaveBeenCalledTimes(1);
    expect(value.read()).toBe('dark');
    window.dispatchEvent(new Event('focus'));
    expect(listener).toHaveBeenCalledTimes(1);
    unsubscribe();
  });
});
