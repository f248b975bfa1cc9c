import { render, type RenderResult } from '@testing-library/react';
import { type ReactNode } from 'react';
import { UiProvider } from '../shell/ui-provider';

/** What Mantine asks of a browser and jsdom lacks. */
function completeBrowser(): void {
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      matches: false,
      media,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
    });
  window.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
}

/** Renders parts as an app does, with everything above them that they need. What React complains of fails the test. */
export function renderUi(children: ReactNode): RenderResult {
  completeBrowser();
  jest.spyOn(console, 'error').mockImplementation((...complaint) => {
    throw new Error(complaint.join(' '));
  });
  return render(<UiProvider>{children}</UiProvider>);
}
