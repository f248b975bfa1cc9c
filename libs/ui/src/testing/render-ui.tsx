import { configure, render, type RenderResult } from '@testing-library/react';
import { type ReactNode } from 'react';
import { SessionContext, type SignedIn } from '../session/session-context';
import { Questions, Surroundings } from '../shell/ui-provider';

/** A limit for hangs, not a measurement: other tests share the cores. */
const WAIT_MS = 15_000;
configure({ asyncUtilTimeout: WAIT_MS });

/** Browser features that Mantine needs and jsdom lacks. */
export function completeBrowser(): void {
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      matches: false,
      media,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
    });
  // Without a layout every menu button seems to be scrolled out of view, and its menu is hidden.
  const place = { x: 100, y: 100, width: 100, height: 20, left: 100, top: 100, right: 200, bottom: 120 };
  Element.prototype.getBoundingClientRect = () => ({ ...place, toJSON: () => place });
  for (const [side, pixels] of Object.entries({ clientWidth: 1_024, clientHeight: 768 })) {
    Object.defineProperty(document.documentElement, side, { value: pixels, configurable: true });
  }
  window.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
}

/** The default person of a test: has every permission. */
export const ADA: SignedIn = {
  identity: {
    kind: 'person',
    id: 'ada',
    name: 'Ada Lovelace',
    grants: [{ vertical: '*', role: 'admin' }],
    scopes: null,
  },
  signInName: 'ada',
  may: () => true,
  signOut: () => Promise.resolve(),
  changePassword: () => Promise.resolve(),
};

/** Renders parts as an app does, with all providers that they need. A React warning or error fails the test. */
export function renderUi(children: ReactNode, person: SignedIn = ADA): RenderResult {
  completeBrowser();
  refuseComplaints();
  return render(
    <Surroundings>
      <SessionContext value={person}>
        <Questions>{children}</Questions>
      </SessionContext>
    </Surroundings>,
  );
}

export function refuseComplaints(): void {
  jest.spyOn(console, 'error').mockImplementation((...complaint) => {
    throw new Error(complaint.join(' '));
  });
}
