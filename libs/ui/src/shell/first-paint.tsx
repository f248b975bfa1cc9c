import { DEFAULT_LOCALE } from '../language/locale';
import { LANGUAGE } from '../language/locale-store';
import { COLOR_SCHEME } from './color-scheme-memory';

/** As `rememberedValue` reads it: the cookie, or else the storage. */
const REMEMBERED = `function remembered(n){var m=document.cookie.match(new RegExp('(?:^|; )'+n+'=([^;]*)'));if(m)return decodeURIComponent(m[1]);try{return localStorage.getItem(n)}catch(e){return null}}`;
const SCHEME = `var s=remembered('${COLOR_SCHEME}');if(s!=='light'&&s!=='dark')s=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';document.documentElement.setAttribute('data-mantine-color-scheme',s)`;
const LANGUAGE_PENDING = `var l=remembered('${LANGUAGE}')||navigator.language;if(!l.startsWith('${DEFAULT_LOCALE}')&&/^zh/.test(l))document.documentElement.dataset.languagePending=''`;

/**
 * Goes into `<head>`: sets light or dark mode before the first paint, and hides the page until its language is loaded
 * if that is not the exported one.
 */
export function FirstPaint() {
  const script = `(function(){${REMEMBERED}try{${SCHEME};${LANGUAGE_PENDING}}catch(e){}})()`;
  return <script dangerouslySetInnerHTML={{ __html: script }} />;
}
