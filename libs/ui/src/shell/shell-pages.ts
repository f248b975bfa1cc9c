import { type AnchorHTMLAttributes, type ComponentType, type FunctionComponent, type ReactNode } from 'react';
import { type IconProps } from '../icons/icons';

export interface ShellPage {
  readonly href: string;
  readonly label: string;
  readonly icon: ComponentType<IconProps>;
  /** Beside the label, such as how many alerts are open. */
  readonly mark?: ReactNode;
}

/** The pages of an app, and how one gets from one to another. */
export interface ShellPages {
  /** At most nine; the keys 1 to 9 lead to them. On a phone they are tabs at the bottom, those past four in a menu. */
  readonly pages: readonly ShellPage[];
  /** The `href` of the page on the screen. */
  readonly current: string;
  /** Draws a link that the app's router follows. It gets `href` and all that `<a>` takes. */
  readonly link: FunctionComponent<AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }>;
}
