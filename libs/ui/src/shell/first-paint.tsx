import { ColorSchemeScript } from '@mantine/core';
import { DEFAULT_LOCALE } from '../language/locale';

/**
 * Goes into `<head>`: before anything is painted it sets light or dark, and holds the page
 * back where another language than the exported one will be shown.
 */
export function FirstPaint() {
  const language = `try{var l=localStorage.getItem('lintel-language')||navigator.language;if(!l.startsWith('${DEFAULT_LOCALE}')&&/^zh/.test(l))document.documentElement.dataset.languagePending=''}catch(e){}`;
  return (
    <>
      <ColorSchemeScript defaultColorScheme="auto" />
      <script dangerouslySetInnerHTML={{ __html: language }} />
    </>
  );
}
