"""« Qui s’en occupe ici ? »: by theme, who decides, who does the work, how to reach them, and in how many days."""
