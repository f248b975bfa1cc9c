'use client';

import { useEffect, useRef, type ReactNode } from 'react';

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';
/** Time after which a dialog has faded and returns the focus, in milliseconds. */
const AFTER_DIALOG_MS = 400;

/**
 * Keeps the keyboard's position on a page: if an action removes or disables the focused element, the focus moves to the
 * nearest one instead of the top of the document.
 */
export function FocusKeeper({ children }: { readonly children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = root;
    if (current === null) return;
    /** The element that last had the focus, and its ancestors up to the page. */
    let path: readonly Element[] = [];
    const remember = ({ target }: FocusEvent): void => {
      path = target instanceof Element ? withinPage(target, current) : [];
    };
    // A click on an empty place is meant to remove the focus.
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

/**
 * The element itself if it can take the focus again, or else the first focusable one in its nearest remaining ancestor.
 */
function placeOf(path: readonly Element[]): HTMLElement | null {
  const [focused] = path;
  if (focused?.isConnected) return focused.matches(FOCUSABLE) ? (focused as HTMLElement) : null;
  for (const around of path.slice(1)) {
    const next = around.isConnected ? around.querySelector<HTMLElement>(FOCUSABLE) : null;
    if (next !== null) return next;
  }
  return null;
}
