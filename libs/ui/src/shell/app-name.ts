/** The name of an app for people; if it has none, its name in the configuration. */
export function appName(app: string, names: Readonly<Record<string, string>>): string {
  return names[app] ?? app;
}
