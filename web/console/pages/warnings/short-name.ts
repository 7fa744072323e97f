/** An agency's name where there is little room: without what stands in brackets after it. The whole name is its title. Pure. */
export const shortName = (name: string): string => name.replace(/\s*[（(][^（(]*$/, '') || name
