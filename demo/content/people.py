"""One user for each role; the loader makes their passwords at random."""

from demo.content.shapes import Person

PEOPLE = (
    Person("author@example.com", "何以寧", "author", author="he-yining"),
    Person("editor@example.com", "沈硯秋", "editor", author="shen-yanqiu"),
    Person("chief@example.com", "葉聞道", "chief editor"),
    Person("sales@example.com", "陸小滿", "salesperson", author="lu-xiaoman"),
    Person("analyst@example.com", "唐數", "analyst"),
    Person("admin@example.com", "嶺上管理員", "administrator"),
)
