'use client';

import { useEffect, useRef, type ReactNode } from 'react';

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';
/** Dialogs give the focus back once they have faded. */
const AFTER_DIALOG_MS = 400;

/**
 * Keeps the keyboard's place on a page: where an action removes or disables what had the focus, the focus goes to what
 * is next to it instead of to the top of the document.
 */
export function FocusKeeper({ children }: { readonly children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = root;
    if (current === null) return;
    /** What had the focus last, and what it stands in, up to the page. */
    let path: readonly Element[] = [];
    const remember = ({ target }: FocusEvent): void => {
      path = target instanceof Element ? withinPage(target, current) : [];
    };
    // Who points at an empty place wants the focus nowhere.
    const forget = (): void => void (path = []);
    const restore = (): void => {
      const { activeElement, body } = document;
      if (path.length === 0 || (activeElement !== null && activeElement !== body)) return;
      placeOf(path)?.focus();
    };
    const later = (): void => void setTimeout(restore, AFTER_DIALOG_MS);
    const observer = new MutationObserver(restore);
    observer.observe(current, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    current.addEventListener('focusin', remember);
    current.addEventListener('pointerdown', forget);
    document.addEventListener('focusout', later);
    return () => {
      observer.disconnect();
      current.removeEventListener('focusin', remember);
      current.removeEventListener('pointerdown', forget);
      document.removeEventListener('focusout', later);
    };
  }, []);
  return <div ref={root}>{children}</div>;
}

function withinPage(element: Element, page: Element): Element[] {
  const path: Element[] = [];
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    path.push(at);
    if (at === page) break;
  }
  return path;
}

/** The element itself if it can take the focus again, else the first in the nearest surroundings that are still there. */
function placeOf(path: readonly Element[]): HTMLElement | null {
  const [focused] = path;
  if (focused?.isConnected) return focused.matches(FOCUSABLE) ? (focused as HTMLElement) : null;
  for (const around of path.slice(1)) {
    const next = around.isConnected ? around.querySelector<HTMLElement>(FOCUSABLE) : null;
    if (next !== null) return next;
  }
  return null;
}
