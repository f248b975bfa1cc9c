/** @jest-environment jsdom */
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LanguageSwitch } from '../shell/language-switch';
import { renderUi } from '../testing/render-ui';
import { useLanguage, useMessages } from './language-provider';
import { rememberLocale } from './locale-store';

function Greeting() {
  const { format } = useLanguage();
  return <p>{`${useMessages({ en: 'Hello', 'zh-CN': '你好' })} ${format.percent(0.5)}`}</p>;
}

describe('the language', () => {
  beforeEach(() => act(() => rememberLocale('en')));

  it('is switched at once, told to the browser, and remembered', async () => {
    renderUi(
      <>
        <LanguageSwitch />
        <Greeting />
      </>,
    );
    expect(screen.getByText('Hello 50.0%')).toBeTruthy();
    expect(document.documentElement.lang).toBe('en');

    await userEvent.click(screen.getByRole('button', { name: 'Language: English' }));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: '简体中文' }));

    expect(screen.getByText('你好 50.0%')).toBeTruthy();
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(window.localStorage.getItem('lintel-language')).toBe('zh-CN');
  });

  it('follows a choice made in another tab', () => {
    renderUi(<Greeting />);
    act(() => {
      window.localStorage.setItem('lintel-language', 'zh-CN');
      window.dispatchEvent(new StorageEvent('storage', { key: 'lintel-language' }));
    });
    expect(screen.getByText(/你好/)).toBeTruthy();
  });

  it('is shown even where the browser refuses to remember it', () => {
    renderUi(<Greeting />);
    const refuse = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('no', 'QuotaExceededError');
    });
    act(() => rememberLocale('zh-CN'));
    refuse.mockRestore();
    expect(screen.getByText(/你好/)).toBeTruthy();
  });
});
