import { type AnchorHTMLAttributes, type ComponentType, type FunctionComponent, type ReactNode } from 'react';
import { type IconProps } from '../icons/icons';

export interface ShellPage {
  readonly href: string;
  readonly label: string;
  readonly icon: ComponentType<IconProps>;
  /** Beside the label, such as the number of open alerts. */
  readonly mark?: ReactNode;
}

/** The pages of an app, and the links between them. */
export interface ShellPages {
  /**
   * At most nine; the keys 1 to 9 open them. On a phone they are tabs at the bottom, those after the fourth in a menu.
   */
  readonly pages: readonly ShellPage[];
  /** The `href` of the current page. */
  readonly current: string;
  /** Renders a link that the app's router follows. It receives `href` and all props of `<a>`. */
  readonly link: FunctionComponent<AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }>;
}
