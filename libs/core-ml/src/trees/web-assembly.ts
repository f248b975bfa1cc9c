export interface WebAssemblyMemory {
  readonly buffer: SharedArrayBuffer;
}

/** Compiled code; opaque. */
export type WebAssemblyModule = object;

/** The part of WebAssembly's JavaScript interface that is used here: Node.js has it, but its types do not declare it. */
interface WebAssemblyInterface {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => WebAssemblyMemory;
  readonly Module: new (bytes: Uint8Array) => WebAssemblyModule;
  readonly Instance: new (
    module: WebAssemblyModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
}

export const { WebAssembly: webAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface };
