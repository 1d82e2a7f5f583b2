/** What a message says, readable: its `type` and what belongs to it. */
export type Content = { type: string; [field: string]: unknown };

/** What later messages did to one. People are named by their numbers. */
export type Marks = {
  edited?: Content;
  deleted?: true;
  reactions?: Record<string, string>;
  votes?: Record<string, string[]>;
};
