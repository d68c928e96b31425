/** Monaco's whole module, for parts that are given it rather than load it. */
export type Monaco = typeof import('monaco-editor/editor')
